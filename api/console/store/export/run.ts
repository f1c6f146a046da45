import type { OrderEvent } from '../../../contract/orders.ts'
import type { Frame } from '../../../control/frame-contract.ts'
import type { JournalEntry } from '../../../control/journal-contract.ts'
import type { RecordedStep, Recording } from '../../../control/recording-contract.ts'
import { expectationOf, settlesAt } from './expectation.ts'

/** What the exports are made of: what the APIs say about the run of a venue. */
export interface RunSource {
  readonly recording: Recording
  readonly entries: readonly JournalEntry[]
  readonly events: readonly OrderEvent[]
  /** The frames of the stream connections, by the id of their entry. */
  readonly frames: ReadonlyMap<number, readonly Frame[]>
}

/** What the client got: a status, no reply, or something that is not known. */
export type Expectation = number | 'no reply' | 'unknown'

/** A request of a trading client. */
export interface RequestStep {
  readonly kind: 'request'
  /** Its number among the requests: 1, 2, 3, … */
  readonly nth: number
  readonly method: string
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly bodyEncoding: 'base64' | undefined
  readonly expected: Expectation
  /** Whether it was answered only after a later step. */
  readonly waits: boolean
}

/** One step of an exported run. */
export type RunStep =
  | RequestStep
  | { readonly kind: 'advance'; readonly to: string }
  | {
      readonly kind: 'control'
      readonly method: string
      /** The path below that of the venue. */
      readonly target: string
      readonly body: string | undefined
    }
  /** A request that waited is answered by now. */
  | { readonly kind: 'answer'; readonly request: RequestStep }
  | {
      readonly kind: 'follow'
      /** Its number among the connections: 1, 2, 3, … */
      readonly nth: number
      readonly target: string
      /** The positions that were sent, in this order. Undefined if they are not all known. */
      readonly positions: readonly number[] | undefined
    }

/** A run of a venue, ready to be written as a test or as a script. */
export interface Run {
  readonly recording: Recording
  readonly steps: readonly RunStep[]
  /** The ids of the orders, in order of placement. */
  readonly orders: readonly string[]
  /** For each order, the types of its events. */
  readonly story: ReadonlyMap<string, readonly string[]>
}

/**
 * Makes a run of a recording: adds the connections, what clients got, and when they got it. Leaves out the
 * connections of pages at `origin`.
 */
export function runOf(source: RunSource, origin = ''): Run {
  const { recording, events } = source
  const writer = createWriter(recording, source.frames)
  const steps = [...recording.steps]
  for (const entry of source.entries) {
    const [step] = steps
    if (step && isStepOf(step, entry)) {
      writer.add(step, entry)
      steps.shift()
    } else if (isConnection(entry) && entry.headers.origin !== origin) {
      writer.follow(entry)
    }
  }
  for (const step of steps) writer.add(step, undefined)
  const story = new Map<string, string[]>()
  for (const { orderId, type } of events) {
    story.set(orderId, [...(story.get(orderId) ?? []), type])
  }
  return { recording, steps: writer.end(), orders: [...story.keys()], story }
}

const isConnection = ({ stream, target }: JournalEntry) =>
  stream !== undefined && /^\/ws(?:\?|$)/.test(target)

function isStepOf(step: RecordedStep, { at, kind, method, target }: JournalEntry): boolean {
  if (step.at !== at) return false
  if (step.by === 'clock') return kind === 'control' && target.endsWith('/clock/advance')
  if (step.by === 'control') {
    return kind === 'control' && method === step.method && pathOf(target).endsWith(step.target)
  }
  return kind === 'request' && method === step.method && target === step.target
}

const pathOf = (target: string) => target.split('?', 1)[0] ?? ''

/** A target without the parameters that name the venue and its log, which a new venue has others of. */
const portable = (target: string) => {
  const [path = '', query] = target.split('?', 2)
  const kept = (query ?? '').split('&').filter((part) => !/^(?:venue|log)=|^$/.test(part))
  return kept.length > 0 ? `${path}?${kept.join('&')}` : path
}

/** Header fields that say nothing about the request, or that belong to another venue. */
const leftOut =
  /^(?:accept|accept-encoding|accept-language|connection|content-length|host|log-id|origin|referer|transfer-encoding|user-agent|venue|sec-.*)$/

function createWriter({ since, until }: Recording, frames: ReadonlyMap<number, readonly Frame[]>) {
  const steps: RunStep[] = []
  let waiting: { readonly request: RequestStep; readonly at: string | undefined }[] = []
  let now = since
  let requests = 0
  let connections = 0
  let canHold = false

  /** Adds the answers of requests that have been answered by now. */
  function answer(isDue: (at: string | undefined) => boolean): void {
    for (const { request, at } of waiting) {
      if (isDue(at)) steps.push({ kind: 'answer', request })
    }
    waiting = waiting.filter(({ at }) => !isDue(at))
  }

  function passTo(at: string, isClock: boolean): void {
    if (at <= now && !isClock) return
    steps.push({ kind: 'advance', to: at })
    now = at > now ? at : now
    answer((due) => due !== undefined && due <= now)
  }

  function request(step: RecordedStep & { by: 'client' }, entry: JournalEntry | undefined): void {
    const { method, target, headers, body, bodyEncoding } = step
    const due = entry && !canHold ? settlesAt(entry) : undefined
    const kept = Object.entries(headers).filter(([name]) => !leftOut.test(name))
    const added: RequestStep = {
      kind: 'request',
      nth: ++requests,
      method,
      target: portable(target),
      headers: Object.fromEntries(kept),
      body,
      bodyEncoding,
      expected: expectationOf(step, entry),
      waits: due === undefined || due > step.at,
    }
    steps.push(added)
    if (added.waits) waiting.push({ request: added, at: due })
  }

  return {
    add(step: RecordedStep, entry: JournalEntry | undefined): void {
      passTo(step.at, step.by === 'clock')
      if (step.by === 'client') request(step, entry)
      if (step.by !== 'control') return
      const { method, target, body } = step
      // From now on, a request may wait for something else than time.
      canHold ||= method === 'POST' && /^\/(?:breakpoints|commit-faults|takeover)$/.test(target)
      steps.push({ kind: 'control', method, target, body })
    },
    follow({ id, at, target }: JournalEntry): void {
      passTo(at, false)
      const sent = frames
        .get(id)
        ?.flatMap((frame) =>
          frame.frame === 'message' && frame.sent && frame.message.type === 'order'
            ? frame.message.position
            : [],
        )
      steps.push({ kind: 'follow', nth: ++connections, target: portable(target), positions: sent })
    },
    end(): readonly RunStep[] {
      passTo(until, false)
      answer(() => true)
      return steps
    },
  }
}
