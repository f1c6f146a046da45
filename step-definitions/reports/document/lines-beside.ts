import { diffArrays } from 'diff'

/** An expected line beside the actual one; either may be missing. */
export interface LinePair {
  readonly expected?: string | undefined
  readonly got?: string | undefined
}

/** Pairs the lines of two texts so that equal lines are in one row. */
export function linesBeside(expected: string, got: string): LinePair[] {
  const pairs: LinePair[] = []
  let missing: string[] = []
  for (const { value, added, removed } of diffArrays(expected.split('\n'), got.split('\n'))) {
    if (removed) {
      missing = value
      continue
    }
    const isInstead = added ? value : []
    for (let line = 0; line < Math.max(missing.length, isInstead.length); line += 1) {
      pairs.push({ expected: missing[line], got: isInstead[line] })
    }
    missing = []
    if (!added) pairs.push(...value.map((line) => ({ expected: line, got: line })))
  }
  return [...pairs, ...missing.map((line) => ({ expected: line }))]
}
