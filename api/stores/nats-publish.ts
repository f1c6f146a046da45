import { setTimeout } from 'node:timers/promises'
import { JetStreamApiCodes, JetStreamApiError, type MsgRequest } from '@nats-io/jetstream'
import { headers as createHeaders } from '@nats-io/transport-node'
import { nanoid } from 'nanoid'
import { CommitFailed, type FailedOutcome, Superseded } from '../../engine/index.ts'
import type { NatsLink } from './nats-connection.ts'
import { type Envelope, envelopeOf, headerNames } from './nats-message.ts'

export const createId = (): string => nanoid()

/** How long one try waits for its acknowledgement, in milliseconds. */
const tryMs = 2000

/** How long a commit is tried before it fails. An election takes 4 to 9 s. */
export const commitMs = 12_000

const pauseMs = 100

/** The error codes of a server, stream or account without room. */
const fullCodes = new Set([10_023, 10_028, 10_047, 10_077, 10_122])

/** A message follows the expected sequence already. It may come from an earlier try. */
export const isWrongSequence = (error: unknown): boolean =>
  error instanceof JetStreamApiError &&
  (error.code === JetStreamApiCodes.StreamWrongLastSequence ||
    error.code === JetStreamApiCodes.StreamWrongLastSequenceUnknown)

export interface Fenced {
  readonly stream: string
  readonly subject: string
  /** The sequence of the last message of the subject. */
  readonly expected: number
  readonly envelope: Envelope
  readonly body: Uint8Array
}

/**
 * Publishes a message if it is the next one of its subject, and resolves with its sequence. Repeats it
 * until it is known whether it was recorded; no repetition can record it twice. Rejects with CommitFailed.
 */
export async function publishFenced(link: NatsLink, message: Fenced): Promise<number> {
  const end = Date.now() + commitMs
  let result = await tryToPublish(link, message)
  while (typeof result !== 'number') {
    // From the second try on, an earlier one may have been recorded.
    link.server.failed()
    if (Date.now() > end || link.connection.isClosed()) throw failed(result, 'unknown')
    await setTimeout(pauseMs)
    result = await tryToPublish(link, message, result)
  }
  link.server.worked()
  return result
}

/** One try. Resolves with the sequence, or with the reason why it is not known whether it was recorded. */
async function tryToPublish(
  link: NatsLink,
  message: Fenced,
  earlier?: Error,
): Promise<number | Error> {
  const { subject, expected, envelope, body } = message
  try {
    const { seq } = await link.jetStream.publish(subject, body, {
      headers: headersOf(envelope),
      expect: { lastSubjectSequence: expected },
      timeout: tryMs,
      retries: 0,
    })
    return seq
  } catch (error) {
    if (isWrongSequence(error)) return (await ownSequence(link, message)) ?? (error as Error)
    if (isFull(error)) throw failed(error as Error, earlier ? 'unknown' : 'not-recorded')
    return error as Error
  }
}

/**
 * The sequence of the message if an earlier try was recorded. Undefined if no server says so now. Rejects
 * with Superseded if another message follows the expected sequence.
 */
async function ownSequence(
  { manager }: NatsLink,
  { stream, subject, expected, envelope }: Fenced,
): Promise<number | undefined> {
  const next = await manager.streams
    // `as`: the types lack this request of the server's API.
    .getMessage(stream, { seq: expected + 1, next_by_subj: subject } as MsgRequest)
    .catch(() => undefined)
  if (!next) return undefined
  const found = envelopeOf(next.header)
  if (found?.commit !== envelope.commit || found.part !== envelope.part) throw new Superseded()
  return next.seq
}

function headersOf(envelope: Envelope) {
  const headers = createHeaders()
  for (const key of keysOf(headerNames)) headers.set(headerNames[key], envelope[key])
  return headers
}

// `as`: TypeScript does not know that an object has no other keys.
const keysOf = <T extends object>(object: T) => Object.keys(object) as (keyof T)[]

/** The server has no room. */
const isFull = (error: unknown): boolean =>
  error instanceof JetStreamApiError && fullCodes.has(error.code)

const failed = (cause: Error, outcome: FailedOutcome) =>
  new CommitFailed(`The NATS servers did not record it: ${cause.message}`, outcome, { cause })
