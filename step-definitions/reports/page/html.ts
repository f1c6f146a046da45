/** Text that is already HTML, so it is not escaped. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | false | undefined | Html | readonly Part[]

/** An HTML template: escapes text values, joins lists, and omits `false` and `undefined`. */
export const html = (strings: TemplateStringsArray, ...values: readonly Part[]): Html =>
  new Html(String.raw({ raw: strings }, ...values.map(written)))

function written(value: Part): string {
  if (value instanceof Html) return value.text
  if (value === undefined || value === false) return ''
  if (typeof value === 'object') return value.map(written).join('')
  return escaped(`${value}`).replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}

/**
 * Escapes a text for use between tags, never in an attribute: it keeps quotes, frequent in JSON.
 */
export const verbatim = (text: string): Html => new Html(escaped(text))

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
