import type { Effort } from './comparison.ts'

/** How thoroughly to measure, and whom to tell. */
export interface Measuring extends Effort {
  /** How many orders a long history has. */
  readonly longHistory: number
  /** Where each server leaves a CPU profile; undefined: none does. */
  readonly profileFolder: string | undefined
  /** Hears what is measured next. */
  onStep(name: string): void
}
