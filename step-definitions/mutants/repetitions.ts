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
      name: 'repetition-places-again',
      defect: 'A ticket that is sent again under its key makes a second order.',
      edits: [
        {
          file: 'api/venues/idempotency-keys.ts',
          from: 'const reply = find(key)\n      if (reply) return',
          to: 'const reply = undefined\n      if (reply) return',
        },
      ],
      breaks: [carriedOutOnce],
    },
    {
      name: 'repetition-tells-of-now',
      defect:
        'A placement that is sent again under its key is answered with the order as it stands.',
      edits: [
        {
          file: 'api/http/idempotency.ts',
          from: "import { refuseInvalid } from './validation.ts'",
          to: [
            "import { refuseInvalid } from './validation.ts'",
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
      name: 'cancels-many-again',
      defect:
        'A cancellation of many orders that is sent again under its key cancels others as well.',
      edits: [
        {
          file: 'api/rest/orders.ts',
          from: "...oncePerKey(latencyOf('DELETE /orders'))",
          to: "latencyOf('DELETE /orders')",
        },
      ],
      breaks: [carriedOutOnce],
    },
    {
      name: 'reply-is-kept-for-an-hour',
      defect: 'A reply is kept under its key for an hour, and not for a day.',
      edits: [
        {
          file: 'api/venues/idempotency-keys.ts',
          from: 'const keptForMs = 24 * 60 * 60 * 1000',
          to: 'const keptForMs = 60 * 60 * 1000',
        },
      ],
      breaks: [
        rulesOf('Losing a reply')(
          'A request whose answer is lost has been recorded, and is answered when repeated with its key',
        ),
      ],
    },
    {
      name: 'repetition-is-not-waited-for',
      defect: 'A ticket that is sent again while the first is under way makes a second order.',
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
      name: 'key-fits-every-ticket',
      defect: 'Another ticket under the same key is taken for the first, sent again.',
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
      name: 'every-text-is-a-key',
      defect: 'A key that breaks the rule for keys is taken all the same.',
      edits: [
        {
          file: 'api/http/idempotency-key.ts',
          from: "'$1') ?? bare",
          to: "'$1') ?? bare ?? header",
        },
      ],
      breaks: [repeating('An invalid key is refused')],
    },
    {
      name: 'bad-ticket-keeps-its-key',
      defect: 'A ticket that was mended cannot be sent under the key of the bad one.',
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
      defect: 'What was refused under a key is decided anew when it is sent again.',
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
      name: 'names-without-punctuation',
      defect: 'A client order id in which there is a dot, a colon or an underscore is refused.',
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
      name: 'name-is-given-twice',
      defect: 'Two orders may bear the same client order id.',
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
      name: 'capitals-make-no-other-name',
      defect: 'A client order id is taken by an order that bears the same in capitals.',
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
      name: 'name-is-free-at-the-end',
      defect: 'A client order id can be given again once its order is PENDING no more.',
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
      name: 'name-is-given-twice-at-once',
      defect: 'Of two orders placed at once with one client order id, both are accepted.',
      edits: [
        {
          file: 'engine/commands.ts',
          from: 'if (taken) return taken\n',
          to: 'if (taken) return taken\n      await new Promise((resolve) => setTimeout(resolve, 5))\n',
        },
      ],
      breaks: [ownName],
    },
    {
      name: 'taken-by-the-wrong-order',
      defect:
        'Who wants a client order id that is taken is told of the newest order, not of its bearer.',
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
      name: 'condition-is-ignored',
      defect: 'An order is cancelled although it is not as it was seen.',
      edits: [
        {
          file: 'api/rest/cancel-order.ts',
          from: 'faultInjection.races.cancel(venue, orderId, { versions }),',
          to: 'faultInjection.races.cancel(venue, orderId),',
        },
      ],
      breaks: [acting('A cancellation can require that the order has not changed')],
    },
    {
      name: 'never-changed',
      defect: 'Who asks whether an order has changed is always told that it has not.',
      edits: [
        {
          file: 'api/http/preconditions.ts',
          from: "return tags === '*' || tags.all.includes(`${version}`)",
          to: 'return true',
        },
      ],
      breaks: [acting('An order that has not changed is not sent again')],
    },
  ],
}
