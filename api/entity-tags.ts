/** The entity tag of an order: its version, quoted (RFC 9110, section 8.8.3). */
export const entityTag = (version: number): string => `"${version}"`

/** A condition on an order's version (RFC 9110, section 13.1). */
export interface EntityTags {
  /** Tags that are not weak: what If-Match compares (strong comparison, section 8.8.3.2). */
  readonly strong: readonly string[]
  /** All tags, weak ones too: what If-None-Match compares. */
  readonly all: readonly string[]
}

const tag = '(?:W/)?"[\\x21\\x23-\\x7e\\x80-\\xff]*"'
const list = new RegExp(`^\\s*${tag}(?:\\s*,\\s*${tag})*\\s*$`)

/** Reads If-Match or If-None-Match: '*', some tags, or undefined where it is neither. */
export function readEntityTags(field: string): '*' | EntityTags | undefined {
  if (field.trim() === '*') return '*'
  if (!list.test(field)) return undefined
  const tags = field.match(new RegExp(tag, 'g')) ?? []
  return {
    strong: tags.filter((text) => !text.startsWith('W/')).map(unquoted),
    all: tags.map(unquoted),
  }
}

const unquoted = (text: string) => text.slice(text.indexOf('"') + 1, -1)
