import type { FailedCase } from '../document/causes.ts'
import type { RecordedRequest, RecordedStream } from '../evidence/evidence.ts'
import { pathIn } from '../evidence/path-in.ts'
import { curlOf, quoted, streamCommandOf } from './curl.ts'

type Requests = readonly RecordedRequest[]

/** A longer wait between two requests is part of what happened. */
const noticedMs = 250

const maxRequests = 6
const maxOthers = 3
const longestAnswer = 160

/**
 * The shortest sequence of commands that shows a failure, for a POSIX shell: the request that went
 * wrong, and before it only those that it depends on. An id from a reply becomes a variable, so the
 * commands can be run again. Empty if the scenario sent nothing.
 */
export function reproductionOf({
  attempt: { evidence },
  failure,
}: Pick<FailedCase, 'attempt' | 'failure'>): string {
  if (!evidence) return ''
  const requests = evidence.requests.first
  const about = `${failure.message}\n${failure.complaints?.[0] ?? ''}\n`
  const named = requests.find((request) => isNamedIn(about, request))
  const wrong = named ?? requests.at(-1)
  // A message about none of the requests is about what they led to.
  const [stream] = named ? [] : evidence.streams.first
  if (!wrong) return stream ? streamCommandsOf(stream, new Map()) : ''
  const needed = neededFor(wrong, requests, named === undefined)
  return [...commandsFor(needed, stream), `# ${answerTo(wrong)}`].join('\n')
}

const streamCommandsOf = (stream: RecordedStream, variables: Variables) =>
  `# In another terminal:\n${withVariables(streamCommandOf(stream), variables)}`

/** Whether a message is about this request and this reply, as `support/client.ts` writes them. */
function isNamedIn(about: string, { method, url, reply, noReply }: RecordedRequest): boolean {
  if (!about.includes(`${method} ${pathIn(url)}`)) return false
  if (!reply) return noReply !== undefined && about.includes(noReply)
  const { status, afterMs, body } = reply
  return (
    about.includes(`→ ${status} after ${Math.round(afterMs)} ms`) &&
    about.includes(body.text.slice(0, longestAnswer))
  )
}

/**
 * In the order in which they were sent: this request, those that it depends on, and, where it shows
 * what others led to, the changes before it.
 */
function neededFor(wrong: RecordedRequest, requests: Requests, isLast: boolean): Requests {
  const before = requests.slice(0, requests.indexOf(wrong))
  const alone = withDependencies([wrong], before)
  // A listing depends on what was there.
  const isAboutOthers = isLast || (alone.size === 1 && !isChange(wrong))
  const others = isAboutOthers ? before.filter(isChange).slice(-maxOthers) : []
  const needed = withDependencies([wrong, ...others], before)
  const inOrder = requests.filter((request) => needed.has(request))
  return inOrder.length <= maxRequests
    ? inOrder
    : [...inOrder.slice(0, 2), ...inOrder.slice(2 - maxRequests)]
}

function withDependencies(requests: Requests, before: Requests): ReadonlySet<RecordedRequest> {
  const needed = new Set(requests)
  // A set visits what is added on the way.
  for (const request of needed) for (const one of neededBy(request, before)) needed.add(one)
  return needed
}

/**
 * The requests whose replies name what is in the path or a header of this one, and the requests that
 * changed that afterwards.
 */
const neededBy = (request: RecordedRequest, before: Requests): Requests =>
  namesIn(request).flatMap((name) => {
    const creating = before.find((earlier) => memberWith(name, earlier) !== undefined)
    if (!creating || creating === request) return []
    const later = before.slice(before.indexOf(creating) + 1)
    return [creating, ...later.filter((one) => isChange(one) && segmentsOf(one.url).includes(name))]
  })

const isChange = ({ method }: RecordedRequest) => method !== 'GET' && method !== 'HEAD'

const segmentsOf = (url: string) => new URL(url).pathname.split('/').slice(2)

/** The values in a request that an earlier reply may have named. */
const namesIn = ({ url, headers }: RecordedRequest) => [
  ...segmentsOf(url),
  ...headers.map(([, value]) => value),
]

/** The name of the member of a reply with this value, at any depth but in no list. */
function memberWith(value: string, { reply }: RecordedRequest): string | undefined {
  try {
    return value === '' ? undefined : nameOf(value, JSON.parse(reply?.body.text ?? ''))
  } catch {
    return undefined
  }
}

function nameOf(value: string, node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return undefined
  const names = Object.entries(node).flatMap(
    ([name, member]) => (String(member) === value ? name : nameOf(value, member)) ?? [],
  )
  // Another member may have the same value by chance.
  return names.find((name) => /id|name/i.test(name)) ?? names[0]
}

type Variables = Map<string, string>

/** The commands; the stream opens as soon as the ids in its own command are known. */
function commandsFor(requests: Requests, stream: RecordedStream | undefined): string[] {
  const variables: Variables = new Map()
  const commands = requests.map((request, index) => {
    const command = commandFor(request, requests.slice(index + 1), variables)
    return [...waitBetween(requests[index - 1], request), command].join('\n')
  })
  if (!stream) return commands
  const fields = new Set(stream.headers.map(([, value]) => value))
  const start = requests.findLastIndex((request) =>
    [...fields].some((value) => memberWith(value, request) !== undefined),
  )
  return commands.toSpliced(start + 1, 0, streamCommandsOf(stream, variables))
}

/** A command that also keeps the id from its reply, if a later request has it. */
function commandFor(request: RecordedRequest, later: Requests, variables: Variables): string {
  const command = withVariables(curlOf(request), variables)
  const value = later.flatMap(namesIn).find((name) => memberWith(name, request) !== undefined)
  if (value === undefined || variables.has(value)) return command
  const name = variableFor(request, [...variables.values()])
  variables.set(value, name)
  const member = memberWith(value, request)
  const pattern = quoted(`"${member}": *"*[^",}]*`)
  const read = `grep -o ${pattern} | head -n 1 | sed 's/^"[^"]*": *"*//'`
  return `${name}=$(${command.replace('curl -i', 'curl -s')} | ${read})`
}

/** Such as `order` for what was created at `/orders`, and `order2` for another one. */
function variableFor({ url }: RecordedRequest, taken: readonly string[]): string {
  const [noun = 'id'] = /[a-z]+(?=s$)/i.exec(new URL(url).pathname) ?? []
  const count = taken.filter((name) => name.startsWith(noun)).length
  return count === 0 ? noun : `${noun}${count + 1}`
}

/** Replaces each word of the command that contains a known value by one with a variable. */
function withVariables(command: string, variables: Variables): string {
  let written = command
  for (const [value, name] of variables) {
    written = written.replaceAll(/'[^']*'|[^\s']+/g, (word) => {
      const text = word.replace(/^'|'$/g, '')
      if (!isOneOf(value, text) || /["$`\\]/.test(text)) return word
      return `"${text.replace(value, () => `$${name}`)}"`
    })
  }
  return written
}

/** Whether a word is a URL with this segment, or a header field with this value. */
const isOneOf = (value: string, word: string) =>
  word.endsWith(`: ${value}`) || (URL.canParse(word) && segmentsOf(word).includes(value))

/** What the scenario waited for in between, such as the execution of the order. */
function waitBetween(earlier: RecordedRequest | undefined, later: RecordedRequest): string[] {
  if (!earlier) return []
  const waitedMs = later.atMs - earlier.atMs - (earlier.reply?.afterMs ?? 0)
  return waitedMs < noticedMs ? [] : [`sleep ${(waitedMs / 1000).toFixed(1)}`]
}

function answerTo({ reply, noReply }: RecordedRequest): string {
  if (!reply) return `No reply: ${noReply}`
  const text = reply.body.text.replaceAll(/\s+/g, ' ')
  const shown = text.length > longestAnswer ? `${text.slice(0, longestAnswer)} …` : text
  return `→ ${reply.status} ${shown}`.trim()
}
