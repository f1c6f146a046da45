/**
 * `npm run mutants`: runs the specification against our own server, which must pass, and then against each
 * mutant of it, which must fail. Exits with 0 only if every mutant was killed.
 */
import { outliveReader } from '../../run/outlive-reader.ts'
import type { Mutant } from '../mutant.ts'
import { families } from '../mutants.ts'
import {
  earlierVerdicts,
  type KillMatrix,
  killMatrixOf,
  matrixFiles,
  writeKillMatrix,
} from './kill-matrix.ts'
import { type Options, optionsIn } from './options.ts'
import { killMatrixPage } from './page.ts'
import { ProgressLine } from './progress.ts'
import { pathsOf } from './rules.ts'
import { type RunOptions, runAgainst } from './run-against.ts'
import { confirmed, needsConfirmation, type Verdict, verdictOn } from './verdict.ts'

/** The time limit of a run: several times what one takes on two cores. */
const longestMs = 90_000

const print = (...lines: string[]) => process.stdout.write(`${lines.join('\n')}\n`)

function list({ mutants }: Options): void {
  for (const { subject, mutants: all } of families) {
    const listed = all.filter((mutant) => mutants.includes(mutant))
    if (listed.length > 0)
      print('', subject, ...listed.map(({ name, defect }) => `  ${name}: ${defect}`))
  }
}

/** Our own server has to pass; otherwise the failures of mutants prove nothing. */
async function judgeUnmutated(features: readonly string[]): Promise<KillMatrix['unmutated']> {
  const found = await runAgainst(undefined, { longestMs, features })
  const verdict = verdictOn({ breaks: [] }, found)
  const { bystanders, outcome, scenarios, seconds, faults } = verdict
  if (outcome === 'survived') return { scenarios, seconds }
  const failed = bystanders.map(
    ({ feature, scenario, failure }) => `${feature}: ${scenario}: ${failure}`,
  )
  const lastOutput = outcome === 'could not run' ? [found.lastOutput] : []
  throw new Error(
    [
      `The server as it is does not pass (${outcome}), so no mutant can be judged.`,
      ...failed,
      ...faults,
      ...lastOutput,
    ].join('\n  '),
  )
}

/** Runs a mutant a second time if only scenarios that measure time failed. */
async function judgeMutant(mutant: Mutant, options: RunOptions) {
  const found = await runAgainst(mutant, options)
  const { lastOutput } = found
  const verdict = verdictOn(mutant, found)
  if (!needsConfirmation(verdict)) return { verdict, lastOutput }
  const again = await runAgainst(mutant, { ...options, features: pathsOf(verdict.killers) })
  return { verdict: confirmed(verdict, verdictOn(mutant, again)), lastOutput }
}

async function judge({ mutants, quick, keep }: Options): Promise<boolean> {
  const progress = new ProgressLine(mutants.length)
  const unmutated = await judgeUnmutated(
    quick ? pathsOf(mutants.flatMap(({ breaks }) => breaks)) : [],
  )
  progress.print(
    `The server as it is passes: ${unmutated.scenarios} scenarios, ${unmutated.seconds.toFixed(0)} s`,
  )
  const verdicts = keep ? await earlierVerdicts() : new Map<string, Verdict>()
  for (const mutant of mutants) {
    const onProgress = progress.begin(mutant.name)
    const features = quick ? pathsOf(mutant.breaks) : []
    const { verdict, lastOutput } = await judgeMutant(mutant, { longestMs, features, onProgress })
    progress.end(mutant.name, verdict)
    if (verdict.outcome === 'could not run') progress.print(lastOutput)
    verdicts.set(mutant.name, verdict)
    if (quick) continue
    // After each mutant, so that an interrupted run loses nothing.
    const matrix = killMatrixOf(families, unmutated, verdicts)
    await writeKillMatrix(matrix, killMatrixPage(matrix))
  }
  const killed = mutants.filter(({ name }) => verdicts.get(name)?.outcome === 'killed').length
  print(
    `${killed} of ${mutants.length} mutants were killed by a scenario of a Rule that they break`,
    ...(quick
      ? []
      : [`  to read       ${matrixFiles.page}`, `  for machines  ${matrixFiles.json}`]),
  )
  return killed === mutants.length
}

outliveReader()
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))
try {
  const options = optionsIn(process.argv.slice(2))
  if (options.list) list(options)
  else if (!(await judge(options))) process.exitCode = 1
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
