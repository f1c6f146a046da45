import type { BareAnswers } from './bare-server.ts'
import { type Child, startChild } from './child.ts'
import type { PapertapeAnswers, PapertapeArgument } from './papertape-server.ts'

export type PapertapeServer = Child<PapertapeAnswers>
export type BareServer = Child<BareAnswers>

/** Starts papertape in a process of its own. */
export const startPapertape = (
  argument: PapertapeArgument,
  profileFolder: string | undefined,
): PapertapeServer => startChild('./papertape-server.ts', argument, profileFolder)

/** Starts what papertape is measured against. */
export const startBare = (profileFolder: string | undefined): BareServer =>
  startChild('./bare-server.ts', undefined, profileFolder)
