/** What became of a scenario, worst first. */
export const statuses = ['failed', 'passed', 'skipped', 'not applicable', 'not run'] as const

export type Status = (typeof statuses)[number]

/**
 * What became of several taken together: one that failed is enough to fail, and one that passed to
 * pass where none failed. What was not played says nothing.
 */
export const together = (several: readonly Status[]): Status =>
  statuses.find((status) => several.includes(status)) ?? 'not run'
