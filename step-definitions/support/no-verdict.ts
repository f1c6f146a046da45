import { catching, type Definition } from './catching.ts'

/** How a scenario ends that neither passed nor failed, and the words before its reason. */
const prefixes = { 'not judged': 'Not judged: ', 'not claimed': 'Not claimed: ' } as const

export type NoVerdictStatus = keyof typeof prefixes

/**
 * Thrown by a step or a hook, it ends the scenario without a verdict. If another hook fails
 * afterwards, the scenario has failed.
 */
class NoVerdict extends Error {
  /** The line that the scenario logs: the status and the reason. */
  readonly line: string

  constructor(status: NoVerdictStatus, reason: string) {
    super(reason)
    this.line = `${prefixes[status]}${reason}`
  }
}

/** The target claims it, but this run cannot tell whether the claim is true. */
export class NotJudged extends NoVerdict {
  constructor(reason: string) {
    super('not judged', reason)
  }
}

/** The target does not claim what the scenario needs. */
export class NotClaimed extends NoVerdict {
  constructor(reason: string) {
    super('not claimed', reason)
  }
}

/** The status that a logged line states; undefined for any other line. */
export const noVerdictIn = (line: string): NoVerdictStatus | undefined =>
  (Object.keys(prefixes) as NoVerdictStatus[]).find((status) => line.startsWith(prefixes[status]))

interface Logging {
  log(line: string): void
}

/** Wraps a step or a hook: if it throws a reason for no verdict, it logs it and is skipped. */
export const skippingWithoutVerdict = (run: Definition): Definition =>
  catching(run, (error, world) => {
    if (!(error instanceof NoVerdict)) throw error
    ;(world as Logging).log(error.line)
    return 'skipped'
  })
