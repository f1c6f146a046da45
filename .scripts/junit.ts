/** Numbers of tests or scenarios by result. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** Reads the counts from the head of a JUnit report; undefined if it has none. */
export function countsIn(report: string): Counts | undefined {
  const [head] = /<testsuite [^>]*>/.exec(report) ?? []
  if (head === undefined) return undefined
  const count = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(head)?.[1] ?? 0)
  const failed = count('failures') + count('errors')
  const skipped = count('skipped')
  return { passed: count('tests') - failed - skipped, failed, skipped }
}
