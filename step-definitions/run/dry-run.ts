/** Whether a run only reads the features and the steps: it needs no target, and writes no report. */
export const isDryRun = (args: readonly string[]): boolean =>
  args.includes('--dry-run') || args.includes('-d')
