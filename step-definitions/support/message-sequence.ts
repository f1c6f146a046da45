import type { StreamMessage } from '../../api/contract/stream.ts'

/**
 * Checks the messages of one connection against each other: positions ascend, and
 * `previous` names the message before.
 */
export class MessageSequence {
  #position: number
  #previous: number | null = null

  /** `after`: the position from which the connection continues. */
  constructor(after: number) {
    this.#position = after
  }

  /** The position up to which, by the messages so far, nothing is missing. */
  get position(): number {
    return this.#position
  }

  /** How the next message contradicts those before it; empty if it does not. */
  faultsOf(message: StreamMessage): string[] {
    if (message.type === 'going-away') return []
    const faults: string[] = []
    const { position } = message
    if (position < this.#position || (position === this.#position && message.type === 'order')) {
      faults.push(`its position ${position} does not follow position ${this.#position}`)
    }
    if (message.type !== 'caught-up' && message.previous !== this.#previous) {
      faults.push(`its previous position is ${message.previous}, not ${this.#previous}`)
    }
    this.#position = Math.max(position, this.#position)
    if (message.type === 'order') this.#previous = position
    return faults
  }
}
