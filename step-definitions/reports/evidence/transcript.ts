import { NoAnswer, type Reply, tookMs } from '../../support/client.ts'
import { inMiB, type Sent, TooMuch } from '../../support/http.ts'
import type { RecordedReply, RecordedRequest, RecordedStream, StreamEntry } from './evidence.ts'
import { type Excerpt, excerptOf, type ShownText, shownOf } from './excerpt.ts'
import { type Secrets, secrets } from './secrets.ts'

/** The most that the replies to one scenario may have together, since all of them are kept. */
const maxReplyCharacters = 32 * 2 ** 20

const maxBodyCharacters = 2000
const maxMessageCharacters = 500
const maxKeptCharacters = 20 * maxMessageCharacters

/** How much of all request bodies is shown in full, so that a reader can send them again. */
const maxBytesSent = 65_536

/** Header fields that say nothing about an order, an event or a refusal. */
const omittedFields =
  /^(?:connection|keep-alive|transfer-encoding|content-length|date|server|vary|x-powered-by|access-control-.*)$/

type RequestNote = {
  readonly who: string
  readonly at: number
  readonly sent: Sent
  readonly reply?: Reply
  readonly noReply?: string
}

type StreamNote = {
  readonly is: StreamEntry['is']
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
  add(is: StreamEntry['is'], text: string, at = performance.now(), orderId?: string): void {
    this.entries.push({ is, text: kept(text), at, orderId })
  }
}

/** Everything that a scenario sent and received, in order, for the report. */
export class Transcript {
  readonly #startedAt = performance.now()
  readonly #requests: RequestNote[] = []
  readonly #streams: StreamNotes[] = []
  readonly #secrets: Secrets
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
    this.#requests.push({ who, at: reply.sentAt, sent: reply.wire, reply })
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
    this.#requests.push({ who, at, sent, noReply })
  }

  /** Starts the notes on a new connection. */
  addStream(who: string): StreamNotes {
    const notes = new StreamNotes(who)
    this.#streams.push(notes)
    return notes
  }

  /** The requests with their replies, in the order in which they were sent. */
  requests(): Excerpt<RecordedRequest> {
    const inOrder = this.#requests.toSorted((a, b) => a.at - b.at)
    const showBody = this.#bodyBudget()
    return mapped(excerptOf(inOrder, 30, 20), (note) => this.#shownRequest(note, showBody))
  }

  /**
   * The messages of each open connection; those about orders of other scenarios are only counted.
   */
  streams(ownOrderIds: ReadonlySet<string>): Excerpt<RecordedStream> {
    const opened = this.#streams.flatMap(({ who, at, entries, sent }) =>
      sent ? [{ who, at, entries, sent }] : [],
    )
    return mapped(excerptOf(opened, 8, 2), ({ who, at, sent, entries }) => {
      const own = entries.filter(({ orderId }) => !orderId || ownOrderIds.has(orderId))
      return {
        who,
        atMs: this.#since(at),
        url: this.#hidden(sent.url),
        headers: this.#secrets.hiddenInHeaders(Object.entries(sent.headers)),
        entries: mapped(excerptOf(own, 40, 20), (note) => this.#shownEntry(note)),
        foreign: entries.length - own.length,
      }
    })
  }

  #shownEntry({ is, text, at }: StreamNote): StreamEntry {
    const shown = shownOf(this.#hidden(text), maxMessageCharacters)
    return { is, atMs: this.#since(at), text: shown.text }
  }

  #shownRequest(
    { who, at, sent, reply, noReply }: RequestNote,
    showBody: (whole: string) => ShownText,
  ): RecordedRequest {
    const { method, url, headers, body } = sent
    return {
      who,
      atMs: this.#since(at),
      method,
      url: this.#hidden(url),
      headers: this.#secrets.hiddenInHeaders(
        Object.entries(headers).filter(([name]) => name !== 'connection'),
      ),
      ...(body !== undefined && { body: showBody(body) }),
      ...(reply && { reply: this.#shownReply(reply) }),
      ...(noReply !== undefined && { noReply: this.#hidden(noReply) }),
    }
  }

  #shownReply(reply: Reply): RecordedReply {
    const { status, replyHeaders, text } = reply.wire
    const fields = [...replyHeaders].filter(([name]) => !omittedFields.test(name))
    return {
      afterMs: rounded(tookMs(reply)),
      status,
      headers: this.#secrets
        .hiddenInHeaders(fields)
        .map(([name, value]) => [name, this.#hidden(value)]),
      body: this.#shown(text),
    }
  }

  /** Shows bodies in full while the budget lasts. */
  #bodyBudget(): (whole: string) => ShownText {
    let bytesLeft = maxBytesSent
    return (whole) => {
      const bytes = Buffer.byteLength(whole)
      if (bytes > bytesLeft) return this.#shown(whole)
      bytesLeft -= bytes
      return { text: this.#hidden(whole) }
    }
  }

  #shown(whole: string): ShownText {
    // Secrets are hidden before the cut, since half a secret would not be recognised.
    return shownOf(this.#hidden(whole), maxBodyCharacters)
  }

  #since(at: number): number {
    return rounded(at - this.#startedAt)
  }

  #hidden(text: string): string {
    return this.#secrets.hiddenIn(text)
  }
}

const rounded = (ms: number) => Math.round(ms * 10) / 10

const mapped = <T, U>(
  { first, omitted, last }: Excerpt<T>,
  change: (item: T) => U,
): Excerpt<U> => ({
  first: first.map(change),
  omitted,
  last: last.map(change),
})
