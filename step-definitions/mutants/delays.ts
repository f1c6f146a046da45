import { type Family, rulesOf } from './mutant.ts'

const placing = rulesOf('Placing an order')
const latency = rulesOf('Latency')

const between = placing(
  'A PENDING order is executed between the shortest and the longest execution delay',
)
const everyAnswer = latency(
  'Every request about orders waits between the shortest and the longest latency',
)

const whenItIsOver = rulesOf('Holding time')(
  'A request takes effect when its latency is over, and not before',
)

/** The draw of the execution delay of an order without a client order id. */
const drawn = {
  file: 'engine/plan/planner.ts',
  from: "chance.delayMs(options.executionDelay, 'executionDelay', '', ordinal)",
}

const waits = {
  file: 'api/rest/latency.ts',
  from: "return latencyMs > 0 ? c.get('inFlight').wait(latencyMs).then(next) : next()",
}

/** Makes an endpoint act before its latency instead of after it. */
const actsAtOnce = (endpoint: string) => ({
  ...waits,
  to: [
    `if (endpoint === '${endpoint}' && latencyMs > 0) {`,
    "  return next().then((answer) => c.get('inFlight').wait(latencyMs).then(() => answer))",
    '}',
    waits.from,
  ].join('\n'),
})

export const delays: Family = {
  subject: 'Latency and execution delay',
  mutants: [
    {
      name: 'executed-at-once',
      defect: 'Every order is executed as soon as it is placed.',
      edits: [
        {
          file: 'engine/plan/planner.ts',
          from: 'decided.afterMs ?? delayOf(ticket, ordinal)',
          to: 'decided.afterMs ?? 0',
        },
      ],
      breaks: [between],
    },
    {
      name: 'execution-delay-is-constant',
      defect: 'Every order has the same execution delay.',
      edits: [
        {
          ...drawn,
          to: '(options.executionDelay.minMs + options.executionDelay.maxMs) >> 1',
        },
      ],
      breaks: [between],
    },
    {
      name: 'execution-delay-is-normal',
      defect: 'Execution delays cluster around the middle, and few are short or long.',
      edits: [
        {
          ...drawn,
          to: "[1, 2, 3, 4].reduce((sum, nth) => sum + chance.delayMs(options.executionDelay, `delay ${nth}`, '', ordinal), 0) >> 2",
        },
      ],
      breaks: [between],
    },
    {
      name: 'some-execution-delays-are-too-long',
      defect: 'One execution delay in twenty is 1.5 times the longest.',
      edits: [
        {
          ...drawn,
          to: `ordinal % 20 === 19 ? options.executionDelay.maxMs * 1.5 : ${drawn.from}`,
        },
      ],
      breaks: [between],
    },
    {
      name: 'latency-is-constant',
      defect: 'Every request to an endpoint has the same latency.',
      edits: [
        {
          file: 'api/faults/latencies.ts',
          from: "'latency', endpoint, nextOf(endpoint)),",
          to: "'latency', endpoint, 0),",
        },
      ],
      breaks: [everyAnswer],
    },
    {
      name: 'lookup-does-not-wait',
      defect: 'A lookup has no latency.',
      edits: [
        {
          ...waits,
          to: ["if (endpoint === 'GET /orders/{orderId}') return next()", waits.from].join('\n'),
        },
      ],
      breaks: [everyAnswer],
    },
    {
      name: 'unknown-order-does-not-wait',
      defect: 'The refusal for an unknown order has no latency.',
      edits: [
        {
          ...waits,
          to: [
            "const id = c.req.path.split('/')[2]",
            "if (id && 'refused' in c.get('hosted').venue.find(id)) return next()",
            waits.from,
          ].join('\n'),
        },
      ],
      breaks: [latency('A refusal has the same latency as a success')],
    },
    {
      name: 'late-cancellation-does-not-wait',
      defect: 'The refusal of a late cancellation has no latency.',
      edits: [
        {
          ...waits,
          to: [
            "const order = c.get('hosted').venue.find(c.req.path.split('/')[2] ?? '')",
            "const isLate = 'orderStatus' in order && order.orderStatus !== 'PENDING'",
            "if (isLate && endpoint === 'DELETE /orders/{orderId}') return next()",
            waits.from,
          ].join('\n'),
        },
      ],
      breaks: [latency('A refusal has the same latency as a success')],
    },
    {
      name: 'cancelling-many-does-not-wait',
      defect: 'Cancelling many orders has no latency.',
      edits: [
        {
          ...waits,
          to: ["if (endpoint === 'DELETE /orders') return next()", waits.from].join('\n'),
        },
      ],
      breaks: [rulesOf('Holding time')('A delayed answer comes only when its latency has passed')],
    },
    {
      name: 'placed-before-the-latency',
      defect: 'An order is placed before the latency instead of after it.',
      edits: [actsAtOnce('POST /orders')],
      breaks: [whenItIsOver],
    },
    {
      name: 'cancelled-before-the-latency',
      defect: 'An order is cancelled before the latency instead of after it.',
      edits: [actsAtOnce('DELETE /orders/{orderId}')],
      breaks: [whenItIsOver],
    },
    {
      name: 'looked-up-before-the-latency',
      defect: 'A lookup returns the order as it was before the latency.',
      edits: [actsAtOnce('GET /orders/{orderId}')],
      breaks: [whenItIsOver],
    },
    {
      name: 'listed-before-the-latency',
      defect: 'A listing shows the orders as they were before the latency.',
      edits: [actsAtOnce('GET /orders')],
      breaks: [whenItIsOver],
    },
    {
      name: 'placements-wait-for-each-other',
      defect: 'A placement waits until all earlier ones have been answered.',
      edits: [
        {
          file: 'api/rest/latency.ts',
          from: 'export function latencyOf(',
          to: 'const queues = new WeakMap()\nexport function latencyOf(',
        },
        {
          ...waits,
          to: [
            "if (endpoint !== 'POST /orders' || latencyMs === 0) {",
            `  ${waits.from}`,
            '}',
            'const before = queues.get(latencies) ?? Promise.resolve()',
            "const mine = before.then(() => c.get('inFlight').wait(latencyMs))",
            'queues.set(latencies, mine)',
            'return mine.then(next)',
          ].join('\n'),
        },
      ],
      breaks: [latency('Requests are served in parallel')],
    },
    {
      name: 'half-of-the-latency-is-disclosed',
      defect: 'An answer discloses half of its latency.',
      edits: [
        {
          file: 'api/http/reply.ts',
          from: '? `latency;dur=${latencyMs}`',
          to: '? `latency;dur=${latencyMs / 2}`',
        },
      ],
      breaks: [everyAnswer],
    },
    {
      name: 'busy-venue-executes-late',
      defect: 'From the 51st order of a venue on, an execution takes twice as long.',
      edits: [
        {
          file: 'engine/plan/planner.ts',
          from: 'later(now, decided.afterMs ?? delayOf(ticket, ordinal))',
          to: 'later(now, decided.afterMs ?? delayOf(ticket, ordinal) * (ordinal > 50 ? 2 : 1))',
        },
      ],
      breaks: [
        rulesOf('Performance')(
          'Each order of a burst is executed within the promised delay, and every listener receives every change in order',
        ),
      ],
    },
  ],
}
