/**
 * The front door of the npm package. All else is loaded only after the check of Node's version, and
 * without a top-level `await`, so that CommonJS can `require` the package.
 */
import './process/node-version.ts'
import type { Simulator, SimulatorOptions } from './simulator.ts'

export { ControlRefusal } from './control/venue-control.ts'
export type * from './simulator.ts'

const simulator = import('./simulator.ts')

/**
 * Starts a platform and its control on free ports of this machine. Where nothing else is said its
 * time is held, no endpoint waits, an order is executed after 1.5 to 3 s, and everything random is
 * the same in every run. Rejects with a TypeError that names each option that cannot be read.
 */
export async function createSimulator(options?: SimulatorOptions): Promise<Simulator> {
  return (await simulator).createSimulator(options)
}
