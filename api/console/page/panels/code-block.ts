import { html, nothing } from '../lit-html/lit-html.js'

/** A text to copy, with a title. */
export const codeBlock = (title: string, text: string) => html`
  <div class="code">
    <h3>${title}
      ${
        // Browsers have a clipboard only on localhost and over TLS.
        navigator.clipboard
          ? html`<button type="button" class="quiet" @click=${() => void navigator.clipboard.writeText(text)}>Copy</button>`
          : nothing
      }</h3>
    <pre tabindex="0"><code>${text}</code></pre>
  </div>`
