/** The entity tag of an order: its version, quoted (RFC 9110, section 8.8.3). */
export const entityTag = (version: number): string => `"${version}"`

/** A condition on an order's version (RFC 9110, section 13.1). */
export interface EntityTags {
  /** The strong tags, without quotes. If-Match compares only these (section 8.8.3.2). */
  readonly strong: readonly string[]
  /** All tags, weak ones included, without quotes. If-None-Match compares these. */
  readonly all: readonly string[]
}

/** One list element, possibly empty, and its comma (RFC 9110, sections 5.6.1.2 and 8.8.3). */
const element = /[ \t]*(?:(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*)?(?:,|$)/gy

/** Parses If-Match or If-None-Match. Returns undefined when it is neither `*` nor a list of tags. */
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
