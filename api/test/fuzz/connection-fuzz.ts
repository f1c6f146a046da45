import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { connect, type Socket } from 'node:net'
import { finished } from 'node:stream/promises'
import fc from 'fast-check'
import { takeReply } from '../support/reply.ts'
import type { ReplyCheck } from './check.ts'
import { hostileBytes } from './frames.ts'
import { openings } from './handshakes.ts'

// @types/ws does not declare the class.
const { Receiver } = createRequire(import.meta.url)('ws')

const sessions = fc.record({
  opening: openings,
  chunks: fc.array(hostileBytes, { maxLength: 5 }),
  /** Whether the chunks follow the opening without waiting for a reply. */
  isHasty: fc.boolean(),
  ending: fc.constantFrom('end', 'end', 'reset'),
})
type Session = typeof sessions extends fc.Arbitrary<infer S> ? S : never

export interface ConnectionFuzz {
  readonly port: number
  readonly checkReply: ReplyCheck
  readonly seed: number
  /** The number of openings and frames together. */
  readonly count: number
}

const connections = 32
const perSample = 100
const maxFailures = 5

/** A cut opening gets no reply, so the client does not wait longer. */
const replyWithinMs = 30

/** After this long, a connection that its client has ended counts as leaked. */
const closeWithinMs = 20_000

/** Waits until a connection that its client has ended is closed. */
export async function isClosedInTime(socket: Socket): Promise<boolean> {
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    socket.destroy()
  }, closeWithinMs)
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve))
  clearTimeout(timer)
  return !isLate
}

/** Opens connections in wrong ways, sends hostile frames and checks what the server sends. */
export async function fuzzConnections({ port, checkReply, seed, count }: ConnectionFuzz) {
  const sent = { openings: 0, frames: 0 }
  const answers: Record<string, number> = {}
  const failures: string[] = []

  async function play(session: Session): Promise<void> {
    sent.openings++
    sent.frames += session.chunks.length
    try {
      const answer = await answerIn(session, await exchange(port, session), checkReply)
      answers[answer] = (answers[answer] ?? 0) + 1
    } catch (error) {
      failures.push(`${error}\n  in ${inHex(session)}`)
    }
  }

  async function playAll(remaining: Iterable<Session>): Promise<void> {
    for (const session of remaining) {
      await play(session)
      if (failures.length >= maxFailures || sent.openings + sent.frames >= count) return
    }
  }

  const all = generate(seed)
  await Promise.all(Array.from({ length: connections }, () => playAll(all)))
  return { sent, answers, failures }
}

function* generate(seed: number): Generator<Session> {
  for (let round = 0; ; round++) {
    yield* fc.sample(sessions, { seed: seed + round, numRuns: perSample })
  }
}

/** Everything that the server sent until the connection was closed. */
async function exchange(port: number, session: Session): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  const received: Buffer[] = []
  socket.on('data', (chunk) => received.push(chunk))
  // The server may reset a connection on which the client still sends.
  socket.on('error', () => {})
  socket.write(session.opening.text)
  if (!session.isHasty) {
    await once(socket, 'data', { signal: AbortSignal.timeout(replyWithinMs) }).catch(() => {})
  }
  for (const chunk of session.chunks) socket.write(chunk)
  if (session.ending === 'reset') {
    await new Promise(setImmediate)
    socket.resetAndDestroy()
  } else {
    socket.end()
  }
  if (!(await isClosedInTime(socket))) throw new Error('The server does not close.')
  return Buffer.concat(received)
}

/** The server's answer in a word or two. Throws when it is wrong. */
async function answerIn({ opening, ending }: Session, received: Buffer, checkReply: ReplyCheck) {
  if (received.length === 0) return 'nothing'
  const taken = takeReply(received, opening.method === 'HEAD', true)
  assert.ok(taken ?? ending === 'reset', `no reply: ${JSON.stringify(String(received))}`)
  if (!taken) return 'a part'
  checkReply(opening.method, opening.target, taken.reply)
  const { status } = taken.reply
  return status === 101 ? `101 and ${await closeCodeIn(taken.rest)}` : `${status}`
}

/**
 * The code of the close frame in what a server sent over a WebSocket, or `no code`. Rejects when a
 * frame breaks RFC 6455 or is no message of the stream.
 */
async function closeCodeIn(bytes: Buffer): Promise<number | 'no code'> {
  const receiver = new Receiver()
  let closeCode: number | 'no code' = 'no code'
  receiver.on('message', (data: Buffer) => {
    const { type } = JSON.parse(String(data))
    assert.ok(['order', 'caught-up', 'heartbeat', 'going-away'].includes(type), `type ${type}`)
  })
  receiver.on('conclude', (code: number) => {
    closeCode = code
  })
  receiver.end(bytes)
  await finished(receiver)
  return closeCode
}

const inHex = ({ opening, chunks, ...rest }: Session) =>
  JSON.stringify({
    opening: opening.text,
    chunks: chunks.map((chunk) => chunk.subarray(0, 100).toString('hex')),
    ...rest,
  })
