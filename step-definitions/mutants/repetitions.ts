import { type Family, rulesOf } from './mutant.ts'

const repeating = rulesOf('Repeating a request')
const naming = rulesOf('Client order ids')
const acting = rulesOf('Acting on a known version')

const carriedOutOnce = repeating(
  'A request that is repeated with its key is carried out once, and gets the same answer',
)
const ownName = naming('A client order id names exactly one order')

export const repetitions: Family = {
  subject: 'Keys, names and versions',
  mutants: [
    {
      name: 'repetition-makes-a-second-order',
      defect: 'A ticket that is repeated with its key makes a second order.',
      edits: [
        {
          file: 'api/venues/idempotency-keys.ts',
          from: 'const reply = replies.peek(key)',
          to: 'const reply = undefined',
        },
      ],
      breaks: [carriedOutOnce],
    },
    {
      name: 'repetition-shows-the-current-order',
      defect: 'A placement that is repeated with its key is answered with the current order.',
      edits: [
        {
          file: 'api/http/idempotency.ts',
          from: "import { headerIssues, refuseInvalid } from './validation.ts'",
          to: [
            "import { headerIssues, refuseInvalid } from './validation.ts'",
            "import { orderView } from '../views/order-view.ts'",
          ].join('\n'),
        },
        {
          file: 'api/http/idempotency.ts',
          from: 'return new Response(body || null, {',
          to: [
            "const found = status === 201 && c.get('hosted').venue.find(JSON.parse(body).orderId)",
            'return new Response(found ? JSON.stringify(orderView(found)) : body || null, {',
          ].join('\n'),
        },
      ],
      breaks: [carriedOutOnce],
    },
    {
      name: 'repetition-cancels-more-orders',
      defect: 'A cancellation of many orders that is repeated with its key cancels more orders.',
      edits: [
        {
          file: 'api/rest/cancel-orders.ts',
          from: 'oncePerKey(latencyOf(cancelling.endpoint))',
          to: 'latencyOf(cancelling.endpoint)',
        },
      ],
      breaks: [carriedOutOnce],
    },
    {
      name: 'reply-is-kept-for-an-hour',
      defect: 'An answer is kept with its key for an hour instead of a day.',
      edits: [
        {
          file: 'api/venues/idempotency-keys.ts',
          from: 'const keptForMs = 24 * 60 * 60 * 1000',
          to: 'const keptForMs = 60 * 60 * 1000',
        },
      ],
      breaks: [
        rulesOf('Losing a reply')(
          'A request whose answer is lost takes effect, and gets that answer when repeated with its key',
        ),
      ],
    },
    {
      name: 'repetition-in-progress-makes-a-second-order',
      defect:
        'A ticket that is repeated while the first request is in progress makes a second order.',
      edits: [
        {
          file: 'api/venues/idempotency-keys.ts',
          from: 'const other = inFlight.get(key)',
          to: 'const other = undefined',
        },
      ],
      breaks: [repeating('A repetition is refused while the request is in progress')],
    },
    {
      name: 'key-accepts-another-ticket',
      defect: 'Another ticket with the same key gets the answer to the first.',
      edits: [
        {
          file: 'api/http/idempotency.ts',
          from: "if (method !== 'DELETE') hash.update(await c.req.text())",
          to: '',
        },
      ],
      breaks: [repeating('A key belongs to one request')],
    },
    {
      name: 'invalid-key-is-accepted',
      defect: 'An invalid key is accepted.',
      edits: [
        {
          file: 'api/http/idempotency.ts',
          from: '.regex(spelling, { error })\n',
          to: '',
        },
      ],
      breaks: [repeating('An invalid key is refused')],
    },
    {
      name: 'invalid-ticket-uses-up-its-key',
      defect: 'The key of an invalid ticket cannot be used for the corrected one.',
      edits: [
        {
          file: 'api/http/idempotency.ts',
          from: '[404, 409, 412].includes(status)',
          to: '[400, 404, 409, 412].includes(status)',
        },
      ],
      breaks: [repeating('A ticket that is refused as invalid leaves its key free')],
    },
    {
      name: 'refusal-is-not-kept',
      defect: 'A refused request that is repeated with its key is decided again.',
      edits: [
        {
          file: 'api/http/idempotency.ts',
          from: 'status < 300 || [404, 409, 412].includes(status)',
          to: 'status < 300',
        },
      ],
      breaks: [carriedOutOnce],
    },
    {
      name: 'client-order-id-without-punctuation',
      defect: 'A client order id with a dot, a colon or an underscore is refused.',
      edits: [
        {
          file: 'api/contract/orders.ts',
          from: '/^[A-Za-z0-9._:-]{1,64}$/',
          to: '/^[A-Za-z0-9-]{1,64}$/',
        },
      ],
      breaks: [ownName],
    },
    {
      name: 'client-order-id-is-used-twice',
      defect: 'Two orders may have the same client order id.',
      edits: [
        {
          file: 'engine/read-model/lookup.ts',
          from: 'if (!namesake || clientOrderId === undefined) return undefined',
          to: 'return undefined',
        },
      ],
      breaks: [ownName],
    },
    {
      name: 'client-order-id-ignores-case',
      defect: 'Two client order ids that differ only in case count as the same.',
      edits: [
        {
          file: 'engine/read-model/order-book.ts',
          from: 'ordinalsByClientOrderId.set(clientOrderId, ordinal)',
          to: 'ordinalsByClientOrderId.set(clientOrderId.toLowerCase(), ordinal)',
        },
        {
          file: 'engine/read-model/order-book.ts',
          from: 'const ordinal = ordinalsByClientOrderId.get(clientOrderId)',
          to: 'const ordinal = ordinalsByClientOrderId.get(clientOrderId.toLowerCase())',
        },
        {
          file: 'engine/read-model/order-book.ts',
          from: 'now(ordinalsByClientOrderId.get(clientOrderId)),',
          to: 'now(ordinalsByClientOrderId.get(clientOrderId.toLowerCase())),',
        },
      ],
      breaks: [ownName],
    },
    {
      name: 'client-order-id-is-free-again',
      defect: 'A client order id can be used again once its order is no longer PENDING.',
      edits: [
        {
          file: 'engine/read-model/lookup.ts',
          from: 'if (!namesake || clientOrderId === undefined) return undefined',
          to: "if (namesake?.orderStatus !== 'PENDING' || clientOrderId === undefined) return undefined",
        },
      ],
      breaks: [ownName],
    },
    {
      name: 'client-order-id-is-used-twice-at-once',
      defect: 'Two orders that are placed at once with one client order id are both accepted.',
      edits: [
        {
          file: 'engine/commands.ts',
          from: 'if (taken) return taken\n',
          to: 'if (taken && clock.now() - book.find(taken.orderId).placedAt > 5) return taken\n',
        },
      ],
      breaks: [ownName],
    },
    {
      name: 'refusal-names-the-wrong-order',
      defect:
        'The refusal of a duplicate client order id names the newest order, not the one that has the id.',
      edits: [
        {
          file: 'engine/read-model/lookup.ts',
          from: 'const { orderId, orderStatus } = namesake\n',
          to: 'const { orderId, orderStatus } = book.newest\n',
        },
      ],
      breaks: [ownName],
    },
    {
      name: 'version-condition-is-ignored',
      defect: 'A cancellation ignores the condition that the order has not changed.',
      edits: [
        {
          file: 'api/rest/cancel-order.ts',
          from: 'races.cancel(venue, orderId, { versions }, tell)',
          to: 'races.cancel(venue, orderId, {}, tell)',
        },
      ],
      breaks: [acting('A cancellation can require that the order has not changed')],
    },
    {
      name: 'always-not-modified',
      defect: 'A conditional lookup always answers that the order has not changed.',
      edits: [
        {
          file: 'api/http/preconditions.ts',
          from: "return tags === '*' || tags.all.includes(`${version}`)",
          to: 'return true',
        },
      ],
      breaks: [
        acting('A trader who asks whether an order has changed gets the order only if it has'),
      ],
    },
  ],
}
