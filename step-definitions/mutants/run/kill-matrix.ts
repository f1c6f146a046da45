import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { reportsFolder } from '../../reports/files.ts'
import type { Family, Mutant } from '../mutant.ts'
import { type Outcome, outcomes, type Verdict } from './verdict.ts'

/** A mutant with its verdict, if it was run. */
export type Row = Mutant & { readonly subject: string; readonly verdict?: Verdict | undefined }

/** The results for our own server as it is, and for every mutant. */
export interface KillMatrix {
  /** When the last run ended. */
  readonly endedAt: string
  readonly unmutated: Pick<Verdict, 'scenarios' | 'seconds'>
  readonly totals: Readonly<Record<Outcome | 'not run', number>>
  readonly mutants: readonly Row[]
}

export type Verdicts = ReadonlyMap<string, Verdict>

/** `verdicts` has the names of mutants as its keys. */
export function killMatrixOf(
  families: readonly Family[],
  unmutated: KillMatrix['unmutated'],
  verdicts: Verdicts,
): KillMatrix {
  const mutants = families.flatMap(({ subject, mutants }) =>
    mutants.map((mutant) => ({ ...mutant, subject, verdict: verdicts.get(mutant.name) })),
  )
  const of = (outcome: Outcome | 'not run') =>
    mutants.filter(({ verdict }) => (verdict?.outcome ?? 'not run') === outcome).length
  const totals = Object.fromEntries(
    [...outcomes, 'not run' as const].map((outcome) => [outcome, of(outcome)]),
  )
  return {
    endedAt: new Date().toISOString(),
    unmutated,
    totals: totals as KillMatrix['totals'],
    mutants,
  }
}

const folder = join(reportsFolder, 'mutants')

export const matrixFiles = {
  json: join(folder, 'kill-matrix.json'),
  page: join(folder, 'index.html'),
} as const

/** The verdicts of earlier runs by the names of the mutants; empty without an earlier run. */
export async function earlierVerdicts(): Promise<Map<string, Verdict>> {
  const text = await readFile(matrixFiles.json, 'utf8').catch(() => undefined)
  if (text === undefined) return new Map()
  const { mutants } = JSON.parse(text) as KillMatrix
  return new Map(
    mutants.flatMap(({ name, verdict }) => (verdict ? [[name, verdict] as const] : [])),
  )
}

export async function writeKillMatrix(matrix: KillMatrix, page: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(matrixFiles.json, `${JSON.stringify(matrix, null, 2)}\n`)
  await writeFile(matrixFiles.page, page)
}
