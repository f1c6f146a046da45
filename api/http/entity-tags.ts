/** The entity tag of an order: its version, quoted (RFC 9110, section 8.8.3). */
export const entityTag = (version: number): string => `"${version}"`

/** A condition on an order's version (RFC 9110, section 13.1). */
export interface EntityTags {
  /** What is between the quotes of those that are not weak: all that If-Match compares (section 8.8.3.2). */
  readonly strong: readonly string[]
  /** The same of all, weak ones too: what If-None-Match compares. */
  readonly all: readonly string[]
}

/** One element of a list and its comma: a tag, or nothing (RFC 9110, sections 5.6.1.2 and 8.8.3). */
const element = /[ \t]*(?:(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*)?(?:,|$)/gy

/** Reads If-Match or If-None-Match: '*', some tags, or undefined where it is neither. */
export function readEntityTags(field: string): '*' | EntityTags | undefined {
  if (field.trim() === '*') return '*'
  const elements = [...field.matchAll(element)]
  if (elements.map(([text]) => text).join('') !== field) return undefined
  const tags = elements.flatMap(([, weak, opaque]) =>
    opaque === undefined ? [] : [{ isStrong: weak === undefined, opaque }],
  )
  return {
    strong: tags.filter(({ isStrong }) => isStrong).map(({ opaque }) => opaque),
    all: tags.map(({ opaque }) => opaque),
  }
}
