/** Throws with this message alone. `assert.ok` would add to reports that false is not true. */
export function must(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise)
}
