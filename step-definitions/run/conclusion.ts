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
  const passed = tally.scenarios - tally.failed
  const outcome = tally.failed > 0 ? `${tally.failed} failed, ${passed} passed` : `${passed} passed`
  print('', ...tally.tables, ...faults)
  print(
    `${tally.scenarios} ${noun}: ${outcome} in ${tally.seconds.toFixed(0)} s ` +
      `against ${target.url} (seed: ${target.seed})`,
  )
  if (tally.scenarios === 0) return
  print(
    `  the specification, one page   ${reports.standalone}`,
    `  the specification, to browse  ${reports.browsable}`,
    `  for machines                  ${reports.junit}`,
  )
}

const print = (...lines: string[]) => process.stdout.write(`${lines.join('\n')}\n`)
