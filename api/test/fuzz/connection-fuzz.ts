import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import fc from 'fast-check'
import { hostileBytes } from './frames.ts'
import { type Opening, openings } from './handshakes.ts'
import type { Judge } from './judge.ts'
import { takeReply } from './reply.ts'
import { closeCodeIn } from './server-frames.ts'

/** A connection from its opening to its end. */
interface Session {
  readonly opening: Opening
  readonly bytes: readonly Buffer[]
  /** Whether what follows comes with the opening, without waiting for an answer. */
  readonly isHasty: boolean
  readonly ending: 'end' | 'reset'
}

const sessions: fc.Arbitrary<Session> = fc.record({
  opening: openings,
  bytes: fc.array(hostileBytes, { maxLength: 5 }),
  isHasty: fc.boolean(),
  ending: fc.constantFrom('end', 'end', 'reset'),
})

export interface ConnectionFuzz {
  readonly port: number
  readonly judge: Judge
  readonly seed: number
  /** How many openings and frames there are to be together. */
  readonly count: number
}

const atOnce = 32
const perSample = 100
const enoughFaults = 5

/** An opening that was broken off is answered by nothing, so that nobody waits for longer. */
const answerWithinMs = 30

/** A connection that its client has ended, and the server has not after this long, is taken to be left open. */
const endWithinMs = 20_000

/** Opens connections in all the wrong ways, sends what nobody should, and judges what comes back. */
export async function fuzzConnections({ port, judge, seed, count }: ConnectionFuzz) {
  const sent = { openings: 0, frames: 0 }
  const answers: Record<string, number> = {}
  const faults: string[] = []

  async function play(session: Session): Promise<void> {
    sent.openings++
    sent.frames += session.bytes.length
    try {
      const answer = judged(session, await exchange(port, session), judge)
      answers[answer] = (answers[answer] ?? 0) + 1
    } catch (error) {
      faults.push(`${error}\n  in ${told(session)}`)
    }
  }

  async function goOn(all: Iterable<Session>): Promise<void> {
    for (const session of all) {
      await play(session)
      if (faults.length >= enoughFaults || sent.openings + sent.frames >= count) return
    }
  }

  const all = generate(seed)
  await Promise.all(Array.from({ length: atOnce }, () => goOn(all)))
  return { sent, answers, faults }
}

function* generate(seed: number): Generator<Session> {
  for (let round = 0; ; round++) {
    yield* fc.sample(sessions, { seed: seed + round, numRuns: perSample })
  }
}

/** Everything that the server said until the connection was closed. */
async function exchange(
  port: number,
  { opening, bytes, isHasty, ending }: Session,
): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1').setNoDelay()
  const received: Buffer[] = []
  socket.on('data', (chunk) => received.push(chunk))
  // A server may reset who sends on after it was told to go.
  socket.on('error', () => {})
  const closed = new Promise((resolve) => socket.once('close', resolve))

  socket.write(opening.text)
  if (!isHasty) await answered(socket)
  for (const chunk of bytes) socket.write(chunk)
  if (ending === 'reset') {
    await new Promise(setImmediate)
    socket.resetAndDestroy()
  } else {
    socket.end()
  }
  const tooLate = setTimeout(() => socket.destroy(new Error('late')), endWithinMs)
  await closed
  clearTimeout(tooLate)
  if (socket.errored?.message === 'late') throw new Error('the server does not close')
  return Buffer.concat(received)
}

async function answered(socket: Socket): Promise<void> {
  const patience = AbortSignal.timeout(answerWithinMs)
  await once(socket, 'data', { signal: patience }).catch(() => {})
}

/** What the answer was, in a word or two; throws what is wrong with it. */
function judged({ opening, ending }: Session, received: Buffer, judge: Judge): string {
  if (received.length === 0) return 'nothing'
  const taken = takeReply(received, opening.method === 'HEAD', true)
  assert.ok(taken ?? ending === 'reset', `no reply: ${JSON.stringify(String(received))}`)
  if (!taken) return 'a part'
  judge(opening.method, opening.target, taken.reply)
  const { status } = taken.reply
  return status === 101 ? `101 and ${closeCodeIn(taken.rest)}` : `${status}`
}

const told = ({ opening, bytes, isHasty, ending }: Session) =>
  JSON.stringify({
    opening: opening.text,
    bytes: bytes.map((chunk) => chunk.subarray(0, 100).toString('hex')),
    isHasty,
    ending,
  })
