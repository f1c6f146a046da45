import { type Family, rulesOf } from './mutant.ts'

const truth = rulesOf('One source of truth')
const past = rulesOf('Looking into the past')
const venues = rulesOf('Isolated venues')
const reading = rulesOf('Reading your writes')

const lookupShowsChanges = truth('Looking up an order shows the changes that listeners received')
const waitEnds = reading(
  'A wait for a change that does not come ends with a refusal within 2 seconds',
)

export const logs: Family = {
  subject: 'The log and the past',
  mutants: [
    {
      name: 'sent-before-it-is-recorded',
      defect: 'A change is sent before it can be read from the log.',
      edits: [
        {
          file: 'engine/log/event-log.ts',
          from: 'let isScheduled = false\n',
          to: 'let isScheduled = false\n  const readableAt = events.map(() => 0)\n',
        },
        {
          file: 'engine/log/event-log.ts',
          from: 'const isWaiting = commits.add(event)\n      events.push(event)\n',
          to: 'const isWaiting = commits.add(event)\n      events.push(event)\n      readableAt.push(performance.now() + 50)\n',
        },
        {
          file: 'engine/log/event-log.ts',
          from: 'events.slice(after, after + limit),',
          to: 'events.slice(after, after + limit).filter((_, nth) => performance.now() >= (readableAt[after + nth] ?? 0)),',
        },
      ],
      breaks: [
        lookupShowsChanges,
        truth('Reading the log shows the changes that listeners received'),
      ],
    },
    {
      name: 'log-page-loses-a-change',
      defect: 'A change between two pages of the log is on neither.',
      edits: [
        {
          file: 'api/rest/log.ts',
          from: 'nextPage(c, { from: end })',
          to: 'nextPage(c, { from: end + 1 })',
        },
      ],
      breaks: [truth('Reading the log shows the changes that listeners received')],
    },
    {
      name: 'history-without-a-beginning',
      defect: 'The history of an order shows only its last change.',
      edits: [
        {
          file: 'api/rest/read-order.ts',
          from: 'events.map(eventView)',
          to: 'events.slice(-1).map(eventView)',
        },
      ],
      breaks: [lookupShowsChanges],
    },
    {
      name: 'history-in-single-precision',
      defect: 'The log shows quantities in single precision.',
      edits: [
        {
          file: 'api/views/event-view.ts',
          from: '...event.ticket,',
          to: '...event.ticket,\n        quantity: Math.fround(event.ticket.quantity),',
        },
      ],
      breaks: [lookupShowsChanges],
    },
    {
      name: 'past-in-single-precision',
      defect: 'A lookup of a past state shows the quantity in single precision.',
      edits: [
        {
          file: 'engine/read-model/order-book.ts',
          from: 'return past.map(eventAt).reduce<Order | undefined>(evolve, undefined)',
          to: [
            'const then = past.map(eventAt).reduce<Order | undefined>(evolve, undefined)',
            'if (!then) return then',
            'const { ticket } = then',
            'return { ...then, ticket: { ...ticket, quantity: Math.fround(ticket.quantity) } }',
          ].join('\n'),
        },
      ],
      breaks: [lookupShowsChanges],
    },
    {
      name: 'past-order-is-the-present-one',
      defect: 'A lookup of a past state shows the current one.',
      edits: [
        {
          file: 'api/rest/read-order.ts',
          from: "c.get('hosted').venue.find(orderId, at)",
          to: "c.get('hosted').venue.find(orderId)",
        },
      ],
      breaks: [past('An order can be seen as it was at any position')],
    },
    {
      name: 'past-listing-is-the-present-one',
      defect: 'A past listing shows the current one.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'venue.list({ ...query, before: start })',
          to: 'venue.list({ ...query, at: undefined, before: start })',
        },
      ],
      breaks: [past('A listing can be seen as it was at any position')],
    },
    {
      name: 'past-listing-of-later-ends',
      defect: 'A past listing of EXECUTED orders includes orders that were still PENDING.',
      edits: [
        {
          file: 'engine/read-model/order-index.ts',
          from: ", (one) => timeline.stageAt(one, at) === 'ended')",
          to: ')',
        },
      ],
      breaks: [past('A listing can be seen as it was at any position')],
    },
    {
      name: 'past-listing-of-later-orders',
      defect: 'A past listing includes orders that were placed later.',
      edits: [
        {
          file: 'engine/read-model/order-index.ts',
          from: 'const end = Math.min(before, timeline.sizeAt(at))',
          to: 'const end = before',
        },
        {
          file: 'engine/read-model/order-book.ts',
          from: 'at(ordinal, query.at) as Order)',
          to: '(at(ordinal, query.at) ?? now(ordinal)) as Order)',
        },
      ],
      breaks: [past('A listing can be seen as it was at any position')],
    },
    {
      name: 'future-is-the-present',
      defect: 'A lookup of a future state shows the current one.',
      edits: [
        {
          file: 'api/rest/read-order.ts',
          from: "beyondTheEnd(c.get('hosted').venue, 'at', query?.at)",
          to: 'undefined',
        },
      ],
      breaks: [past('A position beyond the end of the log is refused')],
    },
    {
      name: 'minimum-position-is-ignored',
      defect: 'An answer does not wait for the position that the request requires.',
      edits: [
        {
          file: 'api/http/min-log-position.ts',
          from: 'return wanted === undefined ? next() : waitForLog(c, next, wanted)',
          to: 'return next()',
        },
      ],
      breaks: [reading('An answer waits for the changes that it must include')],
    },
    {
      name: 'log-of-a-minimum-position-is-ignored',
      defect: 'A read waits for a position of a log that was replaced.',
      edits: [
        {
          file: 'api/http/min-log-position.ts',
          from: "const changed = logChanged(c.get('hosted').venue, c.req.header(logName))",
          to: 'const changed = undefined as string | undefined',
        },
      ],
      breaks: [venues('A venue can be reset to an empty log')],
    },
    {
      name: 'wait-lasts-four-seconds',
      defect: 'A wait for a position that is not reached ends after four seconds instead of two.',
      edits: [
        {
          file: 'api/http/min-log-position.ts',
          from: 'const patienceMs = 2000',
          to: 'const patienceMs = 4000',
        },
      ],
      breaks: [waitEnds],
    },
    {
      name: 'wait-ends-without-retry-after',
      defect: 'The refusal after a wait that timed out has no Retry-After.',
      edits: [
        {
          file: 'api/http/min-log-position.ts',
          from: "{ 'Retry-After': `${retryAfterS}` }",
          to: '{}',
        },
      ],
      breaks: [waitEnds],
    },
    {
      name: 'listing-lags-by-one',
      defect: 'A listing that must include a change shows the state before that change.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'const { orders, next } = venue.list({ ...query, before: start })',
          to: [
            "const wanted = c.req.header('min-log-position')",
            'const at = wanted === undefined ? query.at : Math.max(Number(wanted) - 1, 0)',
            'const { orders, next } = venue.list({ ...query, at, before: start })',
          ].join('\n'),
        },
      ],
      breaks: [reading('An answer is at least as recent as the trader requires')],
    },
  ],
}
