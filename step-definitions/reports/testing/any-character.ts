import fc from 'fast-check'

/**
 * Any character of Unicode; the unit of a string. fast-check's own, `binary`, takes seconds to get
 * ready.
 */
export const anyCharacter = fc
  .oneof(fc.nat(0xd7ff), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((point) => String.fromCodePoint(point))
