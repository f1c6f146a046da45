import fc from 'fast-check'
import type { Attempt } from './attempts.ts'
import type { Judge } from './judge.ts'
import { createLane, type Lane } from './lane.ts'
import type { Reply } from './reply.ts'

export interface RequestFuzz {
  readonly port: number
  readonly attempts: fc.Arbitrary<Attempt>
  readonly judge: Judge
  readonly seed: number
  readonly count: number
}

/** How many requests are under way at once. */
const atOnce = 16
const perSample = 500
const enoughFaults = 5

/** Sends requests over a few connections and judges every reply; stops when enough went wrong. */
export async function fuzzRequests({ port, attempts, judge, seed, count }: RequestFuzz) {
  const statuses: Record<number, number> = {}
  const faults: string[] = []
  const memory = createMemory()

  async function send(lane: Lane, attempt: Attempt): Promise<void> {
    const target = memory.fill(attempt.target)
    const text = textOf(attempt, target, memory.fill)
    try {
      const reply = await lane.ask(Buffer.from(text), attempt.method === 'HEAD')
      statuses[reply.status] = (statuses[reply.status] ?? 0) + 1
      memory.learn(reply)
      judge(attempt.method, target, reply)
    } catch (error) {
      faults.push(`${error}\n  in reply to ${told(text)}`)
    }
    // Node's parser says nothing of what it cannot read once it has passed over an upgrade.
    if (attempt.headers.some(([name]) => name === 'Upgrade')) lane.close()
  }

  async function goOn(all: Iterable<Attempt>): Promise<void> {
    const lane = createLane(port)
    for (const attempt of all) {
      await send(lane, attempt)
      if (faults.length >= enoughFaults) break
    }
    lane.close()
  }

  const all = generate(attempts, seed, count)
  await Promise.all(Array.from({ length: atOnce }, () => goOn(all)))
  return { statuses, faults }
}

function* generate(attempts: fc.Arbitrary<Attempt>, seed: number, count: number) {
  for (let made = 0; made < count; made += perSample) {
    yield* fc.sample(attempts, {
      seed: seed + made,
      numRuns: Math.min(perSample, count - made),
    })
  }
}

const told = (text: string) => JSON.stringify(text.length > 600 ? `${text.slice(0, 600)} …` : text)

/** The request as it is written, framed as it should be, whatever else may be wrong with it. */
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

/** What the platform said of late, for requests that refer to it. */
function createMemory() {
  const orders: string[] = []
  const cursors: string[] = []
  let log = ''
  let position = 0

  const any = (list: readonly string[], nth: number) => list[nth % list.length] ?? 'none'
  const keep = (list: string[], text: string | undefined) => {
    if (text && list.push(text) > 1000) list.shift()
  }

  return {
    fill: (text: string) =>
      text.replaceAll(/\{\{(order|cursor|log|position) ?(\d*)\}\}/g, (_, what, nth) => {
        if (what === 'order') return any(orders, Number(nth))
        if (what === 'cursor') return any(cursors, Number(nth))
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
