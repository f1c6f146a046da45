import fc from 'fast-check'
import { connectRawClient } from '../support/raw-client.ts'
import type { Reply } from '../support/reply.ts'
import type { Attempt } from './attempts.ts'
import type { ReplyCheck } from './check.ts'

export interface RequestFuzz {
  readonly port: number
  readonly attempts: fc.Arbitrary<Attempt>
  readonly checkReply: ReplyCheck
  readonly seed: number
  readonly count: number
}

const connections = 16
const perSample = 500
const maxFailures = 5
const replyWithinMs = 20_000

/** Sends requests over several connections and checks every reply. Stops after five failures. */
export async function fuzzRequests({ port, attempts, checkReply, seed, count }: RequestFuzz) {
  const statuses: Record<number, number> = {}
  const failures: string[] = []
  const memory = createMemory()

  async function send({ ask, close }: Client, attempt: Attempt): Promise<void> {
    const target = memory.fill(attempt.target)
    const text = textOf(attempt, target, memory.fill)
    try {
      const reply = await ask(text, attempt.method === 'HEAD')
      statuses[reply.status] = (statuses[reply.status] ?? 0) + 1
      memory.learn(reply)
      checkReply(attempt.method, target, reply)
    } catch (error) {
      close()
      failures.push(`${error}\n  in reply to ${shortened(text)}`)
    }
    // After an upgrade that it ignores, Node's parser does not report what it cannot read.
    if (attempt.headers.some(([name]) => name === 'Upgrade')) close()
  }

  async function sendAll(remaining: Iterable<Attempt>): Promise<void> {
    const client = createClient(port)
    for (const attempt of remaining) {
      await send(client, attempt)
      if (failures.length >= maxFailures) break
    }
    client.close()
  }

  const all = generate(attempts, seed, count)
  await Promise.all(Array.from({ length: connections }, () => sendAll(all)))
  return { statuses, failures }
}

type Client = ReturnType<typeof createClient>

/** Sends requests one after the other, and keeps the connection as long as the server does. */
function createClient(port: number) {
  let client: ReturnType<typeof connectRawClient> | undefined

  function open() {
    const opened = connectRawClient(port)
    const { socket } = opened
    socket.setTimeout(replyWithinMs, () => socket.destroy(new Error('The server does not reply.')))
    return opened
  }

  const close = () => void client?.socket.destroy()

  return {
    /** Rejects when the connection breaks before a whole reply, or bytes follow it. */
    async ask(text: string, isHead: boolean): Promise<Reply> {
      if (!client || client.isOver) client = open()
      client.socket.write(text)
      const reply = await client.reply(isHead)
      if (client.isOver) close()
      else if (client.received) throw new Error(`Extra bytes: ${client.received}`)
      return reply
    },
    close,
  }
}

function* generate(attempts: fc.Arbitrary<Attempt>, seed: number, count: number) {
  for (let done = 0; done < count; done += perSample) {
    yield* fc.sample(attempts, { seed: seed + done, numRuns: Math.min(perSample, count - done) })
  }
}

const shortened = (text: string) =>
  JSON.stringify(text.length > 600 ? `${text.slice(0, 600)} …` : text)

/** The bytes of a request. Its framing is right, whatever else is wrong. */
function textOf(attempt: Attempt, target: string, fill: (text: string) => string): string {
  const { method, version, headers, body, isChunked } = attempt
  const names = new Set(headers.map(([name]) => name))
  const fields = headers.map(([name, value]) => `${name}: ${fill(value)}\r\n`)
  if (!names.has('Host')) fields.unshift('Host: localhost\r\n')
  if (body !== undefined && !names.has('Content-Type')) {
    fields.push('Content-Type: application/json\r\n')
  }
  const [framing, content] = isChunked ? chunked(body) : whole(body)
  return `${method} ${target} HTTP/${version}\r\n${fields.join('')}${framing}\r\n${content}`
}

const whole = (body: string | undefined): [string, string] =>
  body === undefined ? ['', ''] : [`Content-Length: ${Buffer.byteLength(body)}\r\n`, body]

const chunked = (body = ''): [string, string] => [
  'Transfer-Encoding: chunked\r\n',
  `${body && `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`}0\r\n\r\n`,
]

/** Remembers ids, cursors and positions from replies, for the placeholders of later requests. */
function createMemory() {
  const orders: string[] = []
  const cursors: string[] = []
  let log = ''
  let position = 0

  const pick = (list: readonly string[], nth: string) => list[Number(nth) % list.length] ?? 'none'
  const keep = (list: string[], text: string | undefined) => {
    if (text && list.push(text) > 1000) list.shift()
  }

  return {
    fill: (text: string) =>
      text.replaceAll(/\{\{(order|cursor|log|position) ?(\d*)\}\}/g, (_, what, nth) => {
        if (what === 'order') return pick(orders, nth)
        if (what === 'cursor') return pick(cursors, nth)
        return what === 'log' ? log : `${position}`
      }),
    learn({ status, headers, body }: Reply): void {
      log = headers.get('log-id') ?? log
      position = Math.max(position, Number(headers.get('log-position') ?? 0))
      keep(cursors, /cursor=([^&>]+)/.exec(headers.get('link') ?? '')?.[1])
      if (status === 201) keep(orders, /"orderId":"(\w+)"/.exec(body)?.[1])
    },
  }
}
