/** Fails with the words alone: in a report `assert.ok` would add that false is not true. */
export function must(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise)
}
