/**
 * `npm run mutants`: runs the specification against our own server, which must pass, and then
 * against each mutant, which must fail. The exit code is 0 only if every mutant was killed.
 */
import { counted } from '../../reports/page/words.ts'
import { exitOnSignals } from '../../run/exit-on-signals.ts'
import { outliveReader } from '../../run/outlive-reader.ts'
import { ProgressReporter } from '../../run/progress.ts'
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
import { pathsOf } from './rules.ts'
import { type RunOptions, runAgainst } from './run-against.ts'
import { confirmed, needsConfirmation, type Verdict, verdictOn } from './verdict.ts'

/** The limit for one run: several times its duration on two cores. */
const longestMs = 90_000

const print = (...lines: string[]) => process.stdout.write(`${lines.join('\n')}\n`)

function list({ mutants }: Options): void {
  for (const { subject, mutants: all } of families) {
    const selected = all.filter((mutant) => mutants.includes(mutant))
    if (selected.length > 0)
      print('', subject, ...selected.map(({ name, defect }) => `  ${name}: ${defect}`))
  }
}

/** If our own server fails, the failures of mutants mean nothing. */
async function runUnmutated(features: readonly string[]): Promise<KillMatrix['unmutated']> {
  const found = await runAgainst(undefined, { longestMs, features })
  const verdict = verdictOn({ breaks: [] }, found)
  const { bystanders, outcome, scenarios, seconds, faults } = verdict
  if (outcome === 'survived') return { scenarios, seconds }
  const failed = bystanders.map(
    ({ feature, scenario, failure }) => `${feature}: ${scenario}: ${failure}`,
  )
  const tail = outcome === 'could not run' ? [found.outputTail] : []
  throw new Error(
    [
      `The server without a defect does not pass (${outcome}), so verdicts on mutants would mean nothing.`,
      ...failed,
      ...faults,
      ...tail,
    ].join('\n  '),
  )
}

/** Runs a mutant; a kill only by scenarios that measure time needs a second run. */
async function runMutant(mutant: Mutant, options: RunOptions) {
  const found = await runAgainst(mutant, options)
  const { outputTail } = found
  const verdict = verdictOn(mutant, found)
  if (!needsConfirmation(verdict)) return { verdict, outputTail }
  const again = await runAgainst(mutant, { ...options, features: pathsOf(verdict.killers) })
  return { verdict: confirmed(verdict, verdictOn(mutant, again)), outputTail }
}

function inWords({ outcome, killers, bystanders }: Verdict): string {
  const others = bystanders.length > 0 ? `, and ${counted(bystanders.length, 'other')} failed` : ''
  return `${outcome}${killers.length > 0 ? ` by ${killers.length}` : ''}${others}`
}

async function runAll({ mutants, quick, keep }: Options): Promise<boolean> {
  const progress = new ProgressReporter(mutants.length)
  const unmutated = await runUnmutated(
    quick ? pathsOf(mutants.flatMap(({ breaks }) => breaks)) : [],
  )
  progress.say(
    `The server without a defect passes: ${unmutated.scenarios} scenarios, ${unmutated.seconds.toFixed(0)} s`,
  )
  const verdicts = keep ? await earlierVerdicts() : new Map<string, Verdict>()
  for (const mutant of mutants) {
    const onProgress = progress.begin(mutant.name)
    const features = quick ? pathsOf(mutant.breaks) : []
    const { verdict, outputTail } = await runMutant(mutant, { longestMs, features, onProgress })
    progress.end(mutant.name, inWords(verdict), verdict.seconds, verdict.faults)
    if (verdict.outcome === 'could not run') progress.say(outputTail)
    verdicts.set(mutant.name, verdict)
    if (quick) continue
    // After each mutant, so that an interrupted run loses nothing.
    const matrix = killMatrixOf(families, unmutated, verdicts)
    await writeKillMatrix(matrix, killMatrixPage(matrix))
  }
  const killed = mutants.filter(({ name }) => verdicts.get(name)?.outcome === 'killed').length
  print(
    `${killed} of ${mutants.length} mutants killed by a scenario of a Rule that they break`,
    ...(quick ? [] : [`  report  ${matrixFiles.page}`, `  JSON    ${matrixFiles.json}`]),
  )
  return killed === mutants.length
}

outliveReader()
exitOnSignals()
try {
  const options = optionsIn(process.argv.slice(2))
  if (options.list) list(options)
  else if (!(await runAll(options))) process.exitCode = 1
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
