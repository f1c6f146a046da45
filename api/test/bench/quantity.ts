/** A figure that is measured by itself, and what it should be. */
export interface Quantity {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly bound: 'at least' | 'at most'
  readonly target: number
}

/** Whether it is not what it should be. */
export const isOff = ({ value, bound, target }: Quantity): boolean =>
  bound === 'at least' ? value < target : value > target
