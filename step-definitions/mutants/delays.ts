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

/** Where an order that bears no client order id is given its delay. */
const drawn = {
  file: 'engine/plan/planner.ts',
  from: "chance.delayMs(options.executionDelay, 'executionDelay', '', ordinal)",
}

const waits = {
  file: 'api/rest/latency.ts',
  from: "return latencyMs > 0 ? c.get('inFlight').wait(latencyMs).then(next) : next()",
}

/** Has an endpoint act as soon as it is asked, and wait after that. */
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
          from: 'dueAt: later(now, delayOf(ticket, ordinal)) }',
          to: 'dueAt: now }',
        },
      ],
      breaks: [between],
    },
    {
      name: 'execution-delay-is-constant',
      defect: 'Every order is executed after the same time.',
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
      defect: 'Execution delays gather in the middle, and hardly any is short or long.',
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
      defect: 'One order in twenty takes half as long again as any should.',
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
      defect: 'Every answer to the same question takes the same time.',
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
      name: 'looking-up-does-not-wait',
      defect: 'Who looks up an order is answered at once.',
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
      defect: 'Who asks for an order that is not there is told so at once.',
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
      breaks: [latency('A refused request waits like any other')],
    },
    {
      name: 'late-cancellation-does-not-wait',
      defect: 'Who cancels an order that is no longer PENDING is told so at once.',
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
      breaks: [latency('A refused request waits like any other')],
    },
    {
      name: 'cancelling-many-does-not-wait',
      defect: 'Who cancels many orders is answered at once.',
      edits: [
        {
          ...waits,
          to: ["if (endpoint === 'DELETE /orders') return next()", waits.from].join('\n'),
        },
      ],
      breaks: [rulesOf('Holding time')('A delayed answer waits for time to pass')],
    },
    {
      name: 'placed-before-the-wait',
      defect: 'An order is placed as soon as it is asked for, and confirmed after the wait.',
      edits: [actsAtOnce('POST /orders')],
      breaks: [whenItIsOver],
    },
    {
      name: 'cancelled-before-the-wait',
      defect: 'An order is cancelled as soon as that is asked for, and that told after the wait.',
      edits: [actsAtOnce('DELETE /orders/{orderId}')],
      breaks: [whenItIsOver],
    },
    {
      name: 'looked-up-before-the-wait',
      defect: 'Who looks up an order is told after the wait how it stood before.',
      edits: [actsAtOnce('GET /orders/{orderId}')],
      breaks: [whenItIsOver],
    },
    {
      name: 'listed-before-the-wait',
      defect: 'Who lists the orders is told after the wait how they stood before.',
      edits: [actsAtOnce('GET /orders')],
      breaks: [whenItIsOver],
    },
    {
      name: 'one-waits-for-the-other',
      defect: 'Who places an order waits until all who came before have been answered.',
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
      breaks: [latency('No request waits for another')],
    },
    {
      name: 'half-of-the-wait-is-disclosed',
      defect: 'An answer discloses half of what it has waited.',
      edits: [
        {
          file: 'api/http/reply.ts',
          from: '? `latency;dur=${latencyMs}`',
          to: '? `latency;dur=${latencyMs / 2}`',
        },
      ],
      breaks: [everyAnswer],
    },
  ],
}
