/** Text that is HTML already. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | false | undefined | Html | readonly Part[]

/** HTML with values in it: a text is escaped, and of `false` and `undefined` nothing is left. */
export const html = (strings: TemplateStringsArray, ...values: readonly Part[]): Html =>
  new Html(String.raw({ raw: strings }, ...values.map(written)))

function written(value: Part): string {
  if (value instanceof Html) return value.text
  if (value === undefined || value === false) return ''
  if (typeof value === 'object') return value.map(written).join('')
  return escaped(`${value}`).replaceAll('"', '&quot;').replaceAll("'", '&#39;')
}

/** A text between two tags, never in an attribute: there quotes, of which JSON is full, may stay. */
export const verbatim = (text: string): Html => new Html(escaped(text))

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
