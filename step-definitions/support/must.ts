/** Throws with this message alone. `assert.ok` would append a diff of false and true. */
export function must(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise)
}
