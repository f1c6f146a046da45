/** Popular EventSource libraries, each as a client that keeps what its application receives. */
import { createRequire } from 'node:module'
import { EventSource } from 'eventsource'
import { createEventSource } from 'eventsource-client'
import type { StreamMessage } from '../../contract/stream.ts'
import { ordersIn } from './stream-clients.ts'

// These have no types, or need those of a browser.
const load = createRequire(import.meta.url)
const { EventSource: LaunchDarkly } = load('launchdarkly-eventsource')
const { EventSourcePolyfill } = load('event-source-polyfill')
const { fetchEventSource } = load('@microsoft/fetch-event-source')

/** What a library calls. */
interface Application {
  /** Takes the data of an event. */
  take(data: string): void
  /** Takes the status of a reply that has no events. */
  refuse(status: number): void
}

interface Client {
  /** Whether it no longer reconnects. */
  isClosed(): boolean
  close(): void
}

const closed = 2

/** The part of a browser's `EventSource` that these clients use. */
interface Standard {
  onmessage: unknown
  onerror: unknown
  readonly readyState: number
  close(): void
}

/** Adapts a browser-like class. `statusOf` reads the status of a reply from an error event. */
function standard(
  source: Standard,
  { take, refuse }: Application,
  statusOf: (error: Record<string, unknown>) => unknown,
): Client {
  source.onmessage = ({ data }: { data: string }) => take(data)
  source.onerror = (error: Record<string, unknown>) => {
    const status = statusOf(error)
    if (typeof status === 'number') refuse(status)
  }
  return { isClosed: () => source.readyState === closed, close: () => source.close() }
}

function launchDarkly(url: string, application: Application): Client {
  const source = new LaunchDarkly(url, { initialRetryDelayMillis: 100 })
  return standard(source, application, ({ status }) => status)
}

/** This library ignores the status, so its application must check it. */
function eventSourceClient(url: string, { take, refuse }: Application): Client {
  const source = createEventSource({
    url,
    onMessage: ({ data }) => take(data),
    fetch: async (address, options) => {
      const response = await fetch(address, options as RequestInit)
      if (response.status !== 200) refuse(response.status)
      return response
    },
  })
  return { isClosed: () => source.readyState === 'closed', close: () => source.close() }
}

/** Defines browser globals that some libraries need. Returns a function that deletes them. */
export function pretendToBeABrowser(): () => void {
  const document = { addEventListener() {}, removeEventListener() {} }
  Object.assign(globalThis, { window: globalThis, document })
  return () => {
    for (const name of ['window', 'document']) Reflect.deleteProperty(globalThis, name)
  }
}

/** This library reconnects after an error; after an end only if `onclose` throws. */
function byFetch(url: string, { take, refuse }: Application): Client {
  const controller = new AbortController()
  let isClosed = false
  fetchEventSource(url, {
    signal: controller.signal,
    openWhenHidden: true,
    onmessage: ({ data }: { data: string }) => take(data),
    onclose() {
      throw new Error('reconnect')
    },
    onopen(response: Response) {
      if (response.status !== 200) refuse(response.status)
      return response.status === 200 ? undefined : Promise.reject(new Error('refused'))
    },
  }).then(() => {
    isClosed = true
  })
  return { isClosed: () => isClosed, close: () => controller.abort() }
}

function polyfill(url: string, application: Application): Client {
  return standard(new EventSourcePolyfill(url), application, ({ status }) => status)
}

/** Node's class behaves like a browser's. It needs `--experimental-eventsource`. */
function nodesOwn(url: string, application: Application): Client {
  const source: Standard = new (Reflect.get(globalThis, 'EventSource'))(url)
  // The error event has no status, only the state closed after a refusal.
  return standard(source, application, () => (source.readyState === closed ? 409 : undefined))
}

const libraries = {
  "Node's own": nodesOwn,
  eventsource: (url, application) =>
    standard(new EventSource(url), application, ({ code }) => code),
  'eventsource-client': eventSourceClient,
  'launchdarkly-eventsource': launchDarkly,
  '@microsoft/fetch-event-source': byFetch,
  'event-source-polyfill': polyfill,
} satisfies Record<string, (url: string, application: Application) => Client>

export type Library = keyof typeof libraries

export const libraryNames = Object.keys(libraries) as Library[]

/** Connects with a library and keeps what the application receives. */
export function listenWith(library: Library, url: string) {
  const messages: StreamMessage[] = []
  const refusals: number[] = []
  let emptyEvents = 0
  const client = libraries[library](url, {
    take(data) {
      // JSON.parse('') would throw, and some libraries hide errors.
      if (data === '') emptyEvents++
      else messages.push(JSON.parse(data))
    },
    refuse: (status) => refusals.push(status),
  })
  return {
    ...client,
    messages,
    /** How many events had no data. */
    emptyEvents: () => emptyEvents,
    /** The statuses of replies without events. */
    refusals,
    orders: () => ordersIn(messages),
  }
}
