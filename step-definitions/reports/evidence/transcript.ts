import { NoAnswer, type Reply, type Sent, tookMs } from '../../support/client.ts'
import type { Answer, Asked, Stream, Told } from './evidence.ts'
import { type Excerpt, excerptOf, type ShownText, shownOf } from './excerpt.ts'
import { type Secrets, secrets } from './secrets.ts'

const mostCharacters = 2000
const mostMessage = 500

/** So much of what a scenario sent is told in full, so that it can be sent again. */
const mostBytesSent = 65_536

/** Header fields that say nothing about an order, an event or a refusal. */
const dullFields =
  /^(?:connection|keep-alive|transfer-encoding|content-length|date|server|vary|x-powered-by|access-control-.*)$/

type Asking = {
  readonly who: string
  readonly at: number
  readonly sent: Sent
  readonly reply?: Reply
  readonly silence?: string
}

type Note = {
  readonly is: Told['is']
  readonly text: string
  readonly at: number
  /** The order that it is about. */
  readonly orderId: string | undefined
}

/** What is noted of one connection to the stream. */
export class StreamNotes {
  readonly who: string
  readonly at = performance.now()
  /** How the connection was asked for, once it stands. */
  sent: Sent | undefined
  readonly told: Note[] = []

  constructor(who: string) {
    this.who = who
  }

  /** Notes what was heard or said, or how it broke; `orderId` is the order that it is about. */
  tell(is: Told['is'], text: string, at = performance.now(), orderId?: string): void {
    this.told.push({ is, text, at, orderId })
  }
}

/** Everything a scenario sent, got and heard, in order, for the report. */
export class Transcript {
  readonly #startedAt = performance.now()
  readonly #asked: Asking[] = []
  readonly #streams: StreamNotes[] = []
  readonly #secrets: Secrets

  constructor(known = secrets) {
    this.#secrets = known
  }

  /** Notes a request and the reply to it. */
  answered(who: string, reply: Reply): void {
    // At once, so that a secret is known before an error can tell it.
    this.#secrets.learnFrom(Object.entries(reply.wire.headers))
    this.#secrets.learnFrom(reply.wire.replyHeaders)
    this.#asked.push({ who, at: reply.sentAt, sent: reply.wire, reply })
  }

  /** Notes that nobody waited for the answer to a request. */
  leftAlone(who: string, sent: Sent): void {
    const silence = 'nobody waited for the answer'
    this.#asked.push({ who, at: performance.now(), sent, silence })
  }

  /** Notes a request that failed, where that is because no answer came. */
  failed(who: string, error: unknown): void {
    if (!(error instanceof NoAnswer)) return
    const { sent, sentAt: at, message: silence } = error
    this.#asked.push({ who, at, sent, silence })
  }

  /** Begins to note what somebody hears over a connection. */
  listening(who: string): StreamNotes {
    const notes = new StreamNotes(who)
    this.#streams.push(notes)
    return notes
  }

  /** The requests and replies, in the order in which they were sent. */
  asked(): Excerpt<Asked> {
    const inOrder = this.#asked.toSorted((a, b) => a.at - b.at)
    const bodyTold = this.#tellingBodies()
    return mapped(excerptOf(inOrder, 30, 20), (asking) => this.#shownAsking(asking, bodyTold))
  }

  /** What was heard on each connection; what is about orders of other scenarios is counted only. */
  streams(ownOrderIds: ReadonlySet<string>): Excerpt<Stream> {
    const standing = this.#streams.flatMap(({ who, at, told, sent }) =>
      sent ? [{ who, at, told, sent }] : [],
    )
    return mapped(excerptOf(standing, 8, 2), ({ who, at, sent, told }) => {
      const own = told.filter(({ orderId }) => !orderId || ownOrderIds.has(orderId))
      return {
        who,
        atMs: this.#since(at),
        url: this.#hidden(sent.url),
        headers: this.#secrets.hiddenInHeaders(Object.entries(sent.headers)),
        told: mapped(excerptOf(own, 40, 20), (note) => this.#shownTold(note)),
        foreign: told.length - own.length,
      }
    })
  }

  #shownTold({ is, text, at }: Note): Told {
    return { is, atMs: this.#since(at), text: shownOf(this.#hidden(text), mostMessage).text }
  }

  #shownAsking(
    { who, at, sent, reply, silence }: Asking,
    bodyTold: (whole: string) => ShownText,
  ): Asked {
    const { method, url, headers, body } = sent
    return {
      who,
      atMs: this.#since(at),
      method,
      url: this.#hidden(url),
      headers: this.#secrets.hiddenInHeaders(
        Object.entries(headers).filter(([name]) => name !== 'connection'),
      ),
      ...(body !== undefined && { body: bodyTold(body) }),
      ...(reply && { reply: this.#shownReply(reply) }),
      ...(silence !== undefined && { silence: this.#hidden(silence) }),
    }
  }

  #shownReply(reply: Reply): Answer {
    const { status, replyHeaders, text } = reply.wire
    const fields = [...replyHeaders].filter(([name]) => !dullFields.test(name))
    return {
      afterMs: rounded(tookMs(reply)),
      status,
      headers: this.#secrets
        .hiddenInHeaders(fields)
        .map(([name, value]) => [name, this.#hidden(value)]),
      body: this.#shown(text),
    }
  }

  /** Tells bodies in full while there is room for them. */
  #tellingBodies(): (whole: string) => ShownText {
    let room = mostBytesSent
    return (whole) => {
      const bytes = Buffer.byteLength(whole)
      if (bytes > room) return this.#shown(whole)
      room -= bytes
      return { text: this.#hidden(whole) }
    }
  }

  #shown(whole: string): ShownText {
    // First: of a secret cut short the rest would not be known.
    return shownOf(this.#hidden(whole), mostCharacters)
  }

  #since(at: number): number {
    return rounded(at - this.#startedAt)
  }

  #hidden(text: string): string {
    return this.#secrets.hiddenIn(text)
  }
}

const rounded = (ms: number) => Math.round(ms * 10) / 10

const mapped = <T, U>({ first, left, last }: Excerpt<T>, change: (item: T) => U): Excerpt<U> => ({
  first: first.map(change),
  left,
  last: last.map(change),
})
