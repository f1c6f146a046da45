/**
 * The entry point of the npm package. It loads the platform only after checking Node's version. It has no
 * top-level `await`, so that CommonJS can `require` it.
 */
import './process/node-version.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export * from '../client/client.ts'
export { type ConnectOptions, connect } from './control-client/connect.ts'
export { ControlRefusal } from './control-client/control-request.ts'
export type * from './control-client/types.ts'
export type * from './simulator.ts'

const simulator = import('./simulator.ts')
// `createSimulator` reports it.
simulator.catch(() => {})

/**
 * Starts a simulated trading venue and its control API in this process, on free ports. By default, its
 * clock is held, the endpoints have no latency, orders are executed after 1.5 to 3 s, and all random
 * draws are the same in every run. Rejects with a TypeError that lists each invalid option.
 * @example
 * const simulator = await createSimulator({ seed: '42' })
 * await simulator.advance({ byMs: 3000 })
 * await simulator.close()
 */
export async function createSimulator(options?: SimulatorOptions): Promise<Simulator> {
  return (await simulator).createSimulator(options)
}
