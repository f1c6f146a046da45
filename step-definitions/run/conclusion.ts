import { reports, writeBrowsableReport } from './reports.ts'
import type { Tally } from './tally.ts'
import type { Target } from './target.ts'

/** Writes the last report and tells how the run went; what went wrong is told in the exit code too. */
export async function conclude(target: Target, tally: Tally): Promise<void> {
  const faults = [...(target.server?.faults ?? [])]
  if (tally.hasFinished && tally.scenarios === 0) {
    const reason = tally.hasFailedToBegin ? 'run, because a hook failed' : 'selected'
    faults.push(`No scenario was ${reason}.`)
  }
  if (faults.length > 0) process.exitCode = 1
  if (tally.scenarios > 0) await writeBrowsableReport(target)

  const noun = tally.scenarios === 1 ? 'scenario' : 'scenarios'
  print('', ...tally.tables, ...faults)
  print(
    `${tally.scenarios} ${noun}: ${outcomeOf(tally)} in ${tally.seconds.toFixed(0)} s ` +
      `against ${target.url} (seed: ${target.seed})`,
  )
  if (tally.scenarios === 0) return
  print(
    `  the specification, one page   ${reports.standalone}`,
    `  the specification, to browse  ${reports.browsable}`,
    `  for machines                  ${reports.junit}`,
  )
}

function outcomeOf({ scenarios, failed, skipped, inapplicable }: Tally): string {
  const passed = scenarios - failed - skipped - inapplicable
  const counts = { failed, skipped, passed, 'not applicable': inapplicable }
  return Object.entries(counts)
    .filter(([name, count]) => count > 0 || name === 'passed')
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
}

const print = (...lines: string[]) => process.stdout.write(`${lines.join('\n')}\n`)
