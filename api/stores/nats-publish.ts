import { setTimeout } from 'node:timers/promises'
import { JetStreamApiCodes, JetStreamApiError, type MsgRequest } from '@nats-io/jetstream'
import { headers as createHeaders } from '@nats-io/transport-node'
import { nanoid } from 'nanoid'
import { CommitFailed } from '../../engine/index.ts'
import type { NatsLink } from './nats-connection.ts'
import { type Envelope, headerNames } from './nats-message.ts'

export const createId = (): string => nanoid()

/** How long one try waits for its acknowledgement, in milliseconds. */
const tryMs = 2000

/** How long a commit is tried before it fails. An election takes 4 to 9 s. */
export const commitMs = 12_000

const pauseMs = 100

/** The server has no room. */
const fullCodes = new Set([10_023, 10_028, 10_047, 10_077, 10_122])

/** Another message was published with the expected sequence. It may be the own one. */
export const isWrongSequence = (error: unknown): boolean =>
  error instanceof JetStreamApiError &&
  (error.code === JetStreamApiCodes.StreamWrongLastSequence ||
    error.code === JetStreamApiCodes.StreamWrongLastSequenceUnknown)

/** Another node has written to the log since it was last loaded. */
export class Superseded extends CommitFailed {
  constructor() {
    super('Another node has taken over the venue.', 'not-recorded')
  }
}

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
  const { subject, expected, envelope, body } = message
  const headers = createHeaders()
  for (const [key, name] of Object.entries(headerNames)) {
    headers.set(name, String(envelope[key as keyof Envelope]))
  }
  const end = Date.now() + commitMs
  /** Whether an earlier try may have been recorded. */
  let isUncertain = false
  for (;;) {
    try {
      const options = {
        headers,
        expect: { lastSubjectSequence: expected },
        timeout: tryMs,
        retries: 0,
      }
      return (await link.jetStream.publish(subject, body, options)).seq
    } catch (error) {
      const seq = isWrongSequence(error) ? await ownSequence(link, message) : undefined
      if (seq !== undefined) return seq
      if (error instanceof JetStreamApiError && fullCodes.has(error.code)) {
        throw failed(error, isUncertain)
      }
      isUncertain = true
      if (Date.now() > end || link.connection.isClosed()) throw failed(error as Error, true)
    }
    await setTimeout(pauseMs)
  }
}

/**
 * The sequence of the message if it is the one after the expected sequence: then an earlier try was
 * recorded. Undefined if that is not known now. Rejects if it is another one's.
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
  const isOwn =
    next.header.get(headerNames.commit) === envelope.commit &&
    next.header.get(headerNames.part) === envelope.part
  if (!isOwn) throw new Superseded()
  return next.seq
}

const failed = (cause: Error, isUncertain: boolean) =>
  new CommitFailed(
    `The NATS servers did not record it: ${cause.message}`,
    isUncertain ? 'unknown' : 'not-recorded',
    { cause },
  )
