import type { Problem } from '../contract/orders.ts'

/** What the control API refuses: a problem, with its code and what is wrong in words. */
export class ControlRefusal extends Error {
  override readonly name = 'ControlRefusal'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}
