import { NoAnswer, type Reply } from '../../support/client.ts'
import { mostKept } from '../../support/connection.ts'
import { inMiB, type Sent } from '../../support/http.ts'
import type { Evidence, StreamKind } from './evidence.ts'
import { type Secrets, secrets } from './secrets.ts'
import { type Focus, timelineOf } from './timeline.ts'

/** How much of the last replies is kept in full; of earlier ones only the beginning is. */
const maxCharactersInFull = 16 * 2 ** 20
const maxReplyCharacters = 10_000
const maxMessageCharacters = 2000

/** A request; `endedAt` is when the reply came or the sender gave up, if either happened. */
export type RequestNote = {
  readonly who: string
  readonly at: number
  readonly sent: Sent
  readonly reply?: Reply
  readonly noReply?: string
  readonly endedAt?: number
}

export type StreamNote = {
  readonly is: StreamKind
  readonly text: string
  readonly at: number
  /** The order that the message is about. */
  readonly orderId: string | undefined
}

/** Much less is shown. A copy, because a part of a string keeps all of it in memory. */
const beginning = (text: string, characters: number) =>
  text.length > characters ? structuredClone(text.slice(0, characters)) : text

/** The notes on one connection to the stream. */
export class StreamNotes {
  readonly who: string
  readonly at = performance.now()
  /** The opening request; undefined until the connection is open. */
  sent: Sent | undefined
  readonly entries: StreamNote[] = []

  constructor(who: string) {
    this.who = who
  }

  /**
   * `orderId` is the order that the message is about, if it is about a single one. Returns how many
   * characters of the text are kept.
   */
  add(is: StreamKind, text: string, at = performance.now(), orderId?: string): number {
    const kept = beginning(text, maxMessageCharacters)
    this.entries.push({ is, text: kept, at, orderId })
    return kept.length
  }
}

/** Without a dialect, both texts are the same string. */
const charactersIn = ({ text, wire }: Reply) =>
  text.length + (wire.text === text ? 0 : wire.text.length)

/** Changes the reply itself, because traders keep it too. */
function cut(reply: Reply): void {
  for (const one of [reply, reply.wire]) {
    Object.assign(one, { text: beginning(one.text, maxReplyCharacters) })
  }
}

/** Everything that a scenario sent and received, for the report. */
export class Transcript {
  readonly #startedAt = performance.now()
  readonly #requests: RequestNote[] = []
  readonly #streams: StreamNotes[] = []
  readonly #secrets: Secrets
  #failedAt: number | undefined
  /** The last replies, whose bodies are kept in full. */
  readonly #inFull: Reply[] = []
  #charactersInFull = 0
  #keptCharacters = 0

  constructor(known = secrets) {
    this.#secrets = known
  }

  /** Cuts the bodies of earlier replies, if a target has sent very long ones. */
  addReply(who: string, reply: Reply): void {
    this.#inFull.push(reply)
    this.#charactersInFull += charactersIn(reply)
    while (this.#charactersInFull > maxCharactersInFull && this.#inFull.length > 1) {
      const [oldest] = this.#inFull.splice(0, 1) as [Reply]
      this.#charactersInFull -= charactersIn(oldest)
      cut(oldest)
    }
    // Learned at once, before an error message can repeat a secret.
    this.#secrets.learnFrom(Object.entries(reply.wire.headers))
    this.#secrets.learnFrom(reply.wire.replyHeaders)
    const { sentAt: at, receivedAt: endedAt, wire: sent } = reply
    this.#requests.push({ who, at, sent, reply, endedAt })
  }

  /** Adds a request whose sender closed the connection without waiting for the reply. */
  addAbandoned(who: string, sent: Sent): void {
    const noReply = 'the sender did not wait for it'
    this.#requests.push({ who, at: performance.now(), sent, noReply })
  }

  /** Adds the request that failed because it got no reply; ignores every other error. */
  addFailure(who: string, error: unknown): void {
    if (!(error instanceof NoAnswer)) return
    const { sent, sentAt: at, message: noReply } = error
    this.#requests.push({ who, at, sent, noReply, endedAt: performance.now() })
  }

  /** Starts the notes on a new connection. */
  addStream(who: string): StreamNotes {
    const notes = new StreamNotes(who)
    this.#streams.push(notes)
    return notes
  }

  /** Counts what a listener keeps; returns what was too much, if all of them keep too much. */
  countKept(characters: number): string | undefined {
    this.#keptCharacters += characters
    if (this.#keptCharacters <= mostKept) return undefined
    return `more than ${inMiB(mostKept)} to the listeners of one scenario`
  }

  /** Notes that a step has just failed. */
  addFailedStep(): void {
    this.#failedAt = performance.now()
  }

  /** The timeline, with the requests and the connections that it shows. */
  timeline(focus: Focus): Pick<Evidence, 'timeline' | 'requests' | 'streams'> {
    return timelineOf(
      {
        startedAt: this.#startedAt,
        failedAt: this.#failedAt,
        requests: this.#requests,
        streams: this.#streams,
      },
      focus,
      this.#secrets,
    )
  }
}
