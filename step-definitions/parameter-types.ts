import { defineParameterType } from '@cucumber/cucumber'
import type { Connect } from './support/connection.ts'
import { defineWords } from './support/define-words.ts'
import { asEventSource, asEventSourceWithoutHeaders } from './support/event-source.ts'
import { tradedSymbol } from './support/tickets.ts'
import { overWebSocket } from './support/web-socket.ts'
import { names, type TradingFloor } from './support/world.ts'

const statuses = 'PENDING|EXECUTED|CANCELLED'

defineParameterType({
  name: 'trader',
  regexp: [...names, 'she', 'he'],
  transformer(this: TradingFloor, word: string) {
    return this.trader(word)
  },
})

defineParameterType({
  name: 'owner',
  regexp: [...names.map((name) => `${name}'s`), 'her', 'his'],
  transformer(this: TradingFloor, word: string) {
    return this.trader({ her: 'she', his: 'he' }[word] ?? word.replace("'s", ''))
  },
})

defineParameterType({ name: 'status', regexp: statuses })

defineParameterType({
  name: 'statuses',
  regexp: `(?:${statuses})(?:, (?:${statuses}))*`,
  transformer: (words: string) => words.split(', '),
})

/** How a trader connects to the stream. */
defineWords('way', {
  'over a WebSocket': overWebSocket,
  'over Server-Sent Events without custom headers': asEventSourceWithoutHeaders,
  'over Server-Sent Events': asEventSource,
} satisfies Record<string, Connect>)

defineParameterType({ name: 'side', regexp: 'BUY|SELL' })

const symbol = '[\\d./-]*[A-Z][A-Z0-9./-]*'

/** A symbol. The target may trade others in place of those of the core. */
defineParameterType({ name: 'symbol', regexp: symbol, transformer: tradedSymbol })

defineParameterType({
  name: 'symbols',
  regexp: `${symbol}(?:, ${symbol})+ and ${symbol}`,
  transformer: (words: string) => words.split(/, | and /).map(tradedSymbol),
})

defineParameterType({
  name: 'quantity',
  regexp: /\d+(?:\.\d+)?/,
  transformer: Number,
})

const unitsMs: Record<string, number> = {
  ms: 1,
  s: 1000,
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
}

/** A span of time, in milliseconds. */
defineParameterType({
  name: 'span',
  regexp: /(an?|\d+(?:\.\d+)?) (ms|s|second|minute|hour|day)s?/,
  transformer: (count: string, unit: string) =>
    (count.startsWith('a') ? 1 : Number(count)) * (unitsMs[unit] ?? Number.NaN),
})

const numbersIn = (words: string) => [...words.matchAll(/\d+/g)].map(Number)

defineParameterType({
  name: 'counts',
  regexp: /\d+(?:(?:, \d+)* and \d+)?/,
  transformer: numbersIn,
})

/** Changes, by their positions in the log: `no change`, `change 1` or `changes 1, 2 and 3`. */
defineParameterType({
  name: 'changes',
  regexp: /no change|changes? \d+(?:(?:, \d+)* and \d+)?/,
  transformer: numbersIn,
})

/** A measured delay that the declared delays predict. */
defineWords('measure', {
  'execution delay': 'executionDelay',
  'placement latency': 'placementLatency',
})

defineParameterType({ name: 'code', regexp: /[A-Z]+(?:_[A-Z]+)+/ })

defineParameterType({
  name: 'pointers',
  regexp: /"\/[^"]*"(?:(?:, | and )"\/[^"]*")*/,
  transformer: (words: string) => [...words.matchAll(/"([^"]*)"/g)].map(([, pointer]) => pointer),
})

defineParameterType({ name: 'methods', regexp: /[A-Z]+(?:, [A-Z]+)+/ })

/** Any text, to the end of the line. */
defineParameterType({ name: 'text', regexp: /.+/ })
