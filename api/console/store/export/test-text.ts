import { inCode } from '../in-code.ts'
import { controlCode } from './control-code.ts'
import type { RequestStep, Run, RunStep } from './run.ts'

/** The run of a venue as a test: a module that `node --test` runs, with the package `papertape`. */
export function testText(run: Run): string {
  const { recording, steps, orders, story } = run
  const { venue, seed, latencyMs, executionDelayMs, since } = recording
  const names = namer(orders)
  const options = { seed, latencyMs, executionDelayMs, clock: { mode: 'held', startsAt: since } }
  const optionLines = Object.entries(options).map(([key, value]) => `    ${key}: ${inCode(value)},`)
  const follows = steps.filter((step) => step.kind === 'follow')
  const lines = [
    `// The run of the venue ${inCode(venue)} as papertape ${recording.papertape} recorded it. Run it with: node --test FILE`,
    "import assert from 'node:assert/strict'",
    "import { test } from 'node:test'",
    ...(follows.length > 0 ? ["import { setImmediate } from 'node:timers/promises'"] : []),
    "import { createSimulator } from 'papertape'",
    '',
    ...(orders.length > 0 ? ['// The seed draws the ids of the orders, in this order.'] : []),
    ...orders.map((id) => `const ${names(inCode(id))} = ${inCode(id)}`),
    ...(orders.length > 0 ? [''] : []),
    `test(${inCode(`what happened in the venue ${venue}`)}, { timeout: 30_000 }, async (t) => {`,
    '  const venue = await createSimulator({',
    ...optionLines,
    '  })',
    '  t.after(() => venue.close())',
    ...indented(helpers(steps)),
    '',
    ...indented(steps.flatMap((step) => stepLines(step, names))),
    '',
    ...indented(follows.flatMap(positionsLines)),
    "  const events = await (await fetch(venue.url + '/log?from=0&limit=1000')).json()",
    '  const story = Object.groupBy(events, (event) => event.orderId)',
    '  const typesOf = (id) => story[id]?.map((event) => event.type)',
    ...[...story].map(
      ([id, types]) => `  assert.deepEqual(typesOf(${names(inCode(id))}), ${inCode(types)})`,
    ),
    `  assert.equal(Object.keys(story).length, ${story.size})`,
    '})',
    '',
  ]
  return lines.join('\n')
}

/** Replaces the ids of orders in code with the names of constants. */
export function namer(orders: readonly string[]): (code: string) => string {
  const names = new Map(orders.map((id, index) => [inCode(id), `order${index + 1}`]))
  return (code) => code.replaceAll(/'[\w-]+'/g, (quoted) => names.get(quoted) ?? quoted)
}

const indented = (lines: readonly string[]) => lines.map((line) => (line === '' ? '' : `  ${line}`))

function helpers(steps: readonly RunStep[]): string[] {
  const requests = steps.filter((step) => step.kind === 'request')
  return [
    ...(requests.length > 0 ? sendHelper : []),
    ...(requests.some(({ waits }) => waits) ? arrivedHelper : []),
    ...(steps.some(({ kind }) => kind === 'follow') ? followHelper : []),
  ]
}

const sendHelper = [
  '',
  "const jsonType = { 'content-type': 'application/json' }",
  'const textOf = (body) => (body?.constructor === Object ? JSON.stringify(body) : body)',
  '',
  '// The requests of the client. To test yours, let it send them to `venue.url` in their place.',
  'const send = async (method, path, body = undefined, headers = jsonType) => {',
  '  const reply = await fetch(venue.url + path, { method, headers, body: textOf(body) })',
  '  await reply.text()',
  '  return reply.status',
  '}',
]

const arrivedHelper = [
  '',
  '// Resolves when this many requests have arrived. Each then waits for time, or has its answer.',
  'const arrived = async (count) => {',
  "  while ((await venue.journal.count({ kind: 'request', path: '/orders*' })).count < count);",
  '}',
]

const followHelper = [
  '',
  '// Follows the stream, and collects the positions of its messages.',
  'const follow = async (path) => {',
  '  const positions = []',
  "  const socket = new WebSocket(venue.url.replace('http', 'ws') + path)",
  '  socket.onmessage = ({ data }) => {',
  '    const { type, position } = JSON.parse(data)',
  "    if (type === 'order') positions.push(position)",
  '  }',
  '  await new Promise((resolve) => {',
  '    socket.onopen = resolve',
  '  })',
  '  return positions',
  '}',
]

type Names = (code: string) => string

function stepLines(step: RunStep, names: Names): string[] {
  switch (step.kind) {
    case 'advance':
      return [`await venue.advance({ to: ${inCode(step.to)} })`]
    case 'control':
      return [`await ${controlCode(step, names)}`]
    case 'follow':
      return [`const stream${step.nth} = await follow(${inCode(step.target)})`]
    case 'request':
      return requestLines(step, names)
    case 'answer':
      return answerLines(step.request, `reply${step.request.nth}`)
  }
}

function requestLines(step: RequestStep, names: Names): string[] {
  const call = `send(${argumentsOf(step, names).join(', ')})`
  if (!step.waits) return answerLines(step, call)
  const { nth } = step
  // A promise that rejects before somebody awaits it would end the process.
  return [`const reply${nth} = ${call}`, `reply${nth}.catch(() => {})`, `await arrived(${nth})`]
}

function argumentsOf(step: RequestStep, names: Names): string[] {
  const { method, target, headers, body } = step
  const isJson = inCode(headers) === inCode(jsonType)
  const isBare = body === undefined && Object.keys(headers).length === 0
  return [
    inCode(method),
    pathCode(target, names),
    ...(body === undefined && (isJson || isBare) ? [] : [bodyCode(step)]),
    // Without a body, the type of one makes no difference.
    ...(isJson || isBare ? [] : [inCode(headers)]),
  ]
}

const jsonType = { 'content-type': 'application/json' }

/** A path whose order id is written as a constant. */
function pathCode(target: string, names: Names): string {
  const [, id, rest = ''] = /^\/orders\/([\w-]+)(.*)$/.exec(target) ?? []
  if (id === undefined) return inCode(target)
  const name = names(inCode(id))
  return name === inCode(id)
    ? inCode(target)
    : `${inCode('/orders/')} + ${name}${rest && ` + ${inCode(rest)}`}`
}

/** A body as an object, if that gives the same text. */
function bodyCode({ body, bodyEncoding }: RequestStep): string {
  if (body === undefined) return 'undefined'
  if (bodyEncoding) return `Buffer.from(${inCode(body)}, 'base64')`
  return body.startsWith('{') && isCompact(body) ? inCode(JSON.parse(body)) : inCode(body)
}

/** Whether a text is what `JSON.stringify` makes of it. */
function isCompact(text: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === text
  } catch {
    return false
  }
}

function answerLines({ expected }: RequestStep, reply: string): string[] {
  if (expected === 'no reply') return [`await assert.rejects(${reply})`]
  // It may never come.
  if (expected === 'unknown') return reply.startsWith('send') ? [`${reply}.catch(() => {})`] : []
  return [`assert.equal(await ${reply}, ${expected})`]
}

function positionsLines({ nth, positions }: Extract<RunStep, { kind: 'follow' }>): string[] {
  if (!positions) return []
  return [
    `while (stream${nth}.length < ${positions.length}) await setImmediate()`,
    `assert.deepEqual(stream${nth}, ${inCode(positions)})`,
    '',
  ]
}
