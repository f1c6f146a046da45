/**
 * `npm run mutants`: holds the specification against our own server, which must pass, and then
 * against each mutant of it, which must not. Ends with 0 only where every one was killed.
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

/** Longer no run may take: several times what one takes on a machine with two cores. */
const longestMs = 90_000

const print = (...lines: string[]) => process.stdout.write(`${lines.join('\n')}\n`)

function list({ mutants }: Options): void {
  for (const { subject, mutants: all } of families) {
    const asked = all.filter((mutant) => mutants.includes(mutant))
    if (asked.length > 0)
      print('', subject, ...asked.map(({ name, defect }) => `  ${name}: ${defect}`))
  }
}

/** Our own server has to pass, or nothing follows from what a mutant fails. */
async function judgeUnmutated(features: readonly string[]): Promise<KillMatrix['unmutated']> {
  const found = await runAgainst(undefined, { longestMs, features })
  const verdict = verdictOn({ breaks: [] }, found)
  const { bystanders, outcome: fate, scenarios, seconds, faults } = verdict
  if (fate === 'survived') return { scenarios, seconds }
  const failed = bystanders.map(
    ({ feature, scenario, failure }) => `${feature}: ${scenario}: ${failure}`,
  )
  const lastWords = fate === 'could not run' ? [found.lastOutput] : []
  throw new Error(
    [
      `The server as it is does not pass (${fate}), so no mutant can be judged.`,
      ...failed,
      ...faults,
      ...lastWords,
    ].join('\n  '),
  )
}

/** A mutant that only scenarios that measure time tell of is held against them twice. */
async function judgeMutant(mutant: Mutant, options: RunOptions) {
  const found = await runAgainst(mutant, options)
  const { lastOutput: lastWords } = found
  const verdict = verdictOn(mutant, found)
  if (!needsConfirmation(verdict)) return { verdict, lastWords }
  const again = await runAgainst(mutant, { ...options, features: pathsOf(verdict.killers) })
  return { verdict: confirmed(verdict, verdictOn(mutant, again)), lastWords }
}

async function judge({ mutants, quick, keep }: Options): Promise<boolean> {
  const telling = new ProgressLine(mutants.length)
  const unmutated = await judgeUnmutated(
    quick ? pathsOf(mutants.flatMap(({ breaks }) => breaks)) : [],
  )
  telling.print(
    `The server as it is passes: ${unmutated.scenarios} scenarios, ${unmutated.seconds.toFixed(0)} s`,
  )
  const verdicts = keep ? await earlierVerdicts() : new Map<string, Verdict>()
  for (const mutant of mutants) {
    const onProgress = telling.begin(mutant.name)
    const features = quick ? pathsOf(mutant.breaks) : []
    const { verdict, lastWords } = await judgeMutant(mutant, { longestMs, features, onProgress })
    telling.end(mutant.name, verdict)
    if (verdict.outcome === 'could not run') telling.print(lastWords)
    verdicts.set(mutant.name, verdict)
    if (quick) continue
    // Each time, so that nothing is lost of a run that is broken off.
    const matrix = killMatrixOf(families, unmutated, verdicts)
    await writeKillMatrix(matrix, killMatrixPage(matrix))
  }
  const killed = mutants.filter(({ name }) => verdicts.get(name)?.outcome === 'killed').length
  print(
    `${killed} of ${mutants.length} mutants killed by a scenario of a Rule that they break`,
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
