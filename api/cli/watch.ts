import { createClient, type StreamFilter } from '../../client/client.ts'
import type { CommandLine } from '../config/command-line.ts'
import { printable } from '../process/printable.ts'
import { lineOf } from './message-line.ts'
import { readUsage, refuse, type Usage } from './usage.ts'

const usage: Usage = {
  command: 'watch',
  does: 'prints each change of an order as a line',
  options: {
    url: { value: 'URL', meaning: 'the address of the platform (default http://localhost:8080)' },
    venue: { value: 'NAME', meaning: 'the venue (default main)' },
    from: { value: 'POSITION', meaning: 'print the changes after this position first; 0 for all' },
    'order-id': { value: 'ID', meaning: 'only this order; repeatable' },
    'order-status': { value: 'STATUS', meaning: 'only changes to PENDING, EXECUTED or CANCELLED' },
    symbol: { value: 'SYMBOL', meaning: 'only orders of this symbol' },
    'client-order-id': { value: 'ID', meaning: 'only the order with this clientOrderId' },
    json: { meaning: 'print each message as it was received, as a line of JSON' },
  },
  notes: `It reconnects by itself and prints each change once. Lines have columns and colours on
a terminal only; NO_COLOR turns colours off.

Exit codes:
  0  stopped by Ctrl-C, or because the reader of its output has gone
  1  no platform answers, it refuses, or the venue was reset
  2  wrong arguments`,
}

/** Then it connects again: the connection may be dead, or the clock be held, which sends no heartbeats. */
const silenceMs = 30_000

/** How long to wait for the platform. */
const withinMs = 3000

/** `papertape watch`: prints a stream until a signal or the reader ends it. Returns the exit code. */
export async function watch(args: readonly string[]): Promise<number> {
  const line = readUsage(usage, args)
  if (typeof line === 'number') return line
  const text = (name: string) => line.values.get(name)?.at(-1)
  const { url = 'http://localhost:8080', from = '0' } = { url: text('url'), from: text('from') }
  const errors = errorsIn(url, from)
  if (errors.length > 0) return refuse('watch', errors)

  const toLine = line.values.has('json') ? JSON.stringify : lineOf
  const signal = untilStopped()
  const options = {
    ...(line.values.has('from') && { from: Number(from) }),
    filter: filterIn(line),
    signal,
    silenceMs,
    // Silence alone is no reason for a warning.
    onBreak: (reason: unknown) =>
      (reason as Error).name === 'TimeoutError' || warn(`${reasonOf(reason)} Connecting again.`),
  }
  try {
    const client = createClient({ url, venue: text('venue'), withinMs })
    for await (const message of client.follow(options)) {
      if (message.type === 'order') process.stdout.write(`${toLine(message)}\n`)
    }
  } catch (error) {
    if (signal.aborted) return 0
    warn(reasonOf(error))
  }
  return 1
}

const errorsIn = (url: string, from: string): string[] => [
  ...(/^https?:$/.test(URL.parse(url)?.protocol ?? '')
    ? []
    : ['--url must be an address such as http://localhost:8080']),
  ...(/^\d{1,15}$/.test(from) ? [] : ['--from must be a position such as 0 or 42']),
]

/** The platform checks the values. */
const filterIn = ({ values }: CommandLine) =>
  ({
    orderId: values.get('order-id'),
    orderStatus: values.get('order-status')?.at(-1),
    symbol: values.get('symbol')?.at(-1),
    clientOrderId: values.get('client-order-id')?.at(-1),
  }) as StreamFilter

/** Aborts on a signal, or when the reader of the output has gone. */
function untilStopped(): AbortSignal {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, stop)
  process.stdout.once('error', stop)
  return stopping.signal
}

/** A message and its cause, which says more in an error of `fetch`, as a sentence. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  const { message: why = '', code = '' } = (cause ?? {}) as NodeJS.ErrnoException
  return `${[message, why || code].filter(Boolean).join(': ')}.`.replace(/\.\.$/, '.')
}

const warn = (text: string) => process.stderr.write(`papertape watch: ${printable(text)}\n`)
