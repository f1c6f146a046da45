import type { Child } from './child.ts'
import { type Figures, percentiles, type Turn } from './comparison.ts'
import { openHttpLoad, type Shots } from './http-load.ts'

const connections = 32

/** What every server under load can be asked. */
export type ServerAnswers = {
  url(): string | Promise<string>
  /** The CPU time used so far. */
  cpuMicros(): number
  /** Resolves when nothing is left to be done of what was asked for. */
  settled(): void | Promise<void>
}

/** Puts a server under load. The work that its replies leave behind is counted too. */
export async function httpRound(
  server: Child<ServerAnswers>,
  shots: Shots,
  turn: Turn,
): Promise<Figures> {
  const load = await openHttpLoad(await server.ask('url'), connections)
  const before = await server.ask('cpuMicros')
  const { wallMs, latenciesMs } = await load.fire(shots, turn)
  await server.ask('settled')
  const after = await server.ask('cpuMicros')
  load.close()
  const count = latenciesMs.length
  return {
    perSecond: (count / wallMs) * 1000,
    ...percentiles(latenciesMs),
    cpuMicros: (after - before) / count,
  }
}
