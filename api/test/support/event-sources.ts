/** The EventSource libraries that people use, each as a client that keeps what its application gets. */
import { createRequire } from 'node:module'
import { EventSource } from 'eventsource'
import { createEventSource } from 'eventsource-client'
import type { OrderMessage, StreamMessage } from '../../contract/stream.ts'

// They have no types, or those of a browser.
const load = createRequire(import.meta.url)
const { EventSource: LaunchDarkly } = load('launchdarkly-eventsource')
const { EventSourcePolyfill } = load('event-source-polyfill')
const { fetchEventSource } = load('@microsoft/fetch-event-source')

/** What a library hands to its application. */
export interface Application {
  /** The data of every event. */
  take(data: string): void
  /** An attempt to connect was answered with this status instead of events. */
  refuse(status: number): void
}

/** A client of a library. */
export interface Client {
  /** Whether it has given up for good. */
  isClosed(): boolean
  close(): void
}

const closed = 2

/** The `EventSource` of a browser, as far as these clients need it. */
interface Standard {
  onmessage: unknown
  onerror: unknown
  readonly readyState: number
  close(): void
}

/** Listens by a class with the interface of a browser's; `statusOf` reads the status from an error. */
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

/** It never looks at the status: its application has to. */
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

/** What a browser has and Node does not, for those that are made for one; the result takes it back. */
export function pretendToBeABrowser(): () => void {
  const document = { addEventListener() {}, removeEventListener() {} }
  Object.assign(globalThis, { window: globalThis, document })
  return () => {
    for (const name of ['window', 'document']) Reflect.deleteProperty(globalThis, name)
  }
}

/** It comes back after an error, and after an end only where its application throws. */
function byFetch(url: string, { take, refuse }: Application): Client {
  const controller = new AbortController()
  let isClosed = false
  fetchEventSource(url, {
    signal: controller.signal,
    openWhenHidden: true,
    onmessage: ({ data }: { data: string }) => take(data),
    onclose() {
      throw new Error('come back')
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

/** Node's own, which does what a browser's does; it is there with `--experimental-eventsource`. */
function nodesOwn(url: string, application: Application): Client {
  const source: Standard = new (Reflect.get(globalThis, 'EventSource'))(url)
  // An EventSource of a browser reports only that it has given up.
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

/** Listens with a library, and keeps what it hands to its application. */
export function listenWith(library: Library, url: string) {
  const messages: StreamMessage[] = []
  const refusals: number[] = []
  let emptyEvents = 0
  const client = libraries[library](url, {
    take(data) {
      // An error thrown here is hidden by some libraries.
      if (data === '') emptyEvents++
      else messages.push(JSON.parse(data))
    },
    refuse: (status) => refusals.push(status),
  })
  return {
    ...client,
    messages,
    /** How many events without data the application got. */
    emptyEvents: () => emptyEvents,
    /** The statuses that the application learned of, if any. */
    refusals,
    orders: () => messages.filter((message): message is OrderMessage => message.type === 'order'),
  }
}
