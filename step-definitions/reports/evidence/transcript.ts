import { NoAnswer, type Reply } from '../../support/client.ts'
import { inMiB, type Sent, TooMuch } from '../../support/http.ts'
import type { Evidence, StreamKind } from './evidence.ts'
import { type Secrets, secrets } from './secrets.ts'
import { type Focus, timelineOf } from './timeline.ts'

/** The most that the replies to one scenario may have together, since all of them are kept. */
const maxReplyCharacters = 32 * 2 ** 20
const maxKeptCharacters = 10_000

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

/** Much less of a message is shown. A copy, because a part of a string keeps all of it in memory. */
const kept = (text: string) =>
  text.length > maxKeptCharacters ? structuredClone(text.slice(0, maxKeptCharacters)) : text

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

  /** `orderId` is the order that the message is about, if it is about a single one. */
  add(is: StreamKind, text: string, at = performance.now(), orderId?: string): void {
    this.entries.push({ is, text: kept(text), at, orderId })
  }
}

/** Everything that a scenario sent and received, for the report. */
export class Transcript {
  readonly #startedAt = performance.now()
  readonly #requests: RequestNote[] = []
  readonly #streams: StreamNotes[] = []
  readonly #secrets: Secrets
  #failedAt: number | undefined
  #replyCharacters = 0

  constructor(known = secrets) {
    this.#secrets = known
  }

  /** Throws a TooMuch if the replies are too large together. */
  addReply(who: string, reply: Reply): void {
    this.#replyCharacters += reply.wire.text.length
    if (this.#replyCharacters > maxReplyCharacters) {
      throw new TooMuch(`the replies to this scenario are larger than ${inMiB(maxReplyCharacters)}`)
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
