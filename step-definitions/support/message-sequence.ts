import type { StreamMessage } from '../../api/contract/stream.ts'

/** Follows the messages of one connection: what each of them says of those before it. */
export class MessageSequence {
  #position: number
  #previous: number | null = null

  /** The connection brings what comes after a position. */
  constructor(after: number) {
    this.#position = after
  }

  /** Up to here nothing was left out, as far as the messages say. */
  get position(): number {
    return this.#position
  }

  /** What the next message says that does not fit those before it. */
  faultsOf(message: StreamMessage): string[] {
    if (message.type === 'going-away') return []
    const faults: string[] = []
    const { position } = message
    if (position < this.#position || (position === this.#position && message.type === 'order')) {
      faults.push(`its position is ${position}, and ${this.#position} came before`)
    }
    if (message.type !== 'caught-up' && message.previous !== this.#previous) {
      faults.push(`it names ${message.previous} as the one before, and that was ${this.#previous}`)
    }
    this.#position = Math.max(position, this.#position)
    if (message.type === 'order') this.#previous = position
    return faults
  }
}
