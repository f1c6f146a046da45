import { type Family, rulesOf } from './mutant.ts'

const refused = rulesOf('Refused tickets')
const misshapen = rulesOf('Missing, unknown and duplicate fields')
const unreadable = rulesOf('Unreadable tickets')

export const tickets: Family = {
  subject: 'Tickets, and how they are refused',
  mutants: [
    {
      name: 'quantity-as-text',
      defect: 'A quantity that is a text, or a boolean, is taken for a number.',
      edits: [
        {
          file: 'api/contract/orders.ts',
          from: '.number({ error: quantityRule })',
          to: '.coerce.number({ error: quantityRule })',
        },
      ],
      breaks: [refused('Every field of a ticket must be valid')],
    },
    {
      name: 'nothing-is-traded',
      defect: 'A ticket with a quantity of zero is accepted.',
      edits: [
        {
          file: 'api/contract/orders.ts',
          from: '.gt(0, { error: quantityRule })',
          to: '.gte(0, { error: quantityRule })',
        },
      ],
      breaks: [refused('Every field of a ticket must be valid')],
    },
    {
      name: 'quantity-without-end',
      defect: 'There is no largest quantity.',
      edits: [
        { file: 'api/contract/orders.ts', from: '.max(1e12, { error: quantityRule })', to: '' },
      ],
      breaks: [refused('Every field of a ticket must be valid')],
    },
    {
      name: 'symbol-in-lower-case',
      defect: 'A symbol in small letters is accepted.',
      edits: [
        {
          file: 'api/contract/orders.ts',
          from: '([./-][A-Z0-9]{1,11})?$/,',
          to: '([./-][A-Z0-9]{1,11})?$/i,',
        },
        { file: 'api/contract/orders.ts', from: '.regex(/[A-Z]/,', to: '.regex(/[A-Z]/i,' },
      ],
      breaks: [refused('Every field of a ticket must be valid')],
    },
    {
      name: 'symbol-without-a-letter',
      defect: 'A symbol of nothing but digits is accepted.',
      edits: [
        {
          file: 'api/contract/orders.ts',
          from: '.regex(/[A-Z]/, { error: symbolRule })',
          to: '',
        },
      ],
      breaks: [refused('Every field of a ticket must be valid')],
    },
    {
      name: 'symbol-begins-with-a-letter',
      defect: 'A symbol that begins with a digit is refused.',
      edits: [
        {
          file: 'api/contract/orders.ts',
          from: '/^[A-Z0-9]{1,12}(',
          to: '/^[A-Z][A-Z0-9]{0,11}(',
        },
      ],
      breaks: [
        rulesOf('Placing an order')('An accepted ticket becomes a PENDING order'),
        rulesOf('Filtering a listing')(
          'A listing shows the orders that match its filter, and no others',
        ),
      ],
    },
    {
      name: 'symbol-of-many-parts',
      defect: 'A symbol of more than two parts is accepted.',
      edits: [
        {
          file: 'api/contract/orders.ts',
          from: '([./-][A-Z0-9]{1,11})?$/,',
          to: '([./-][A-Z0-9]{1,11})*$/,',
        },
      ],
      breaks: [refused('Every field of a ticket must be valid')],
    },
    {
      name: 'side-by-default',
      defect: 'A ticket that does not say its side is taken for one to BUY.',
      edits: [
        {
          file: 'api/contract/orders.ts',
          from: '      side: Side,\n      quantity: Quantity,\n',
          to: "      side: Side.default('BUY'),\n      quantity: Quantity,\n",
        },
      ],
      breaks: [misshapen('A ticket must have every required field')],
    },
    {
      name: 'unknown-field-is-ignored',
      defect: 'A field that a ticket does not have is passed over, and may be a misspelt one.',
      edits: [
        {
          file: 'api/contract/orders.ts',
          from: 'export const Ticket = z\n  .strictObject(',
          to: 'export const Ticket = z\n  .object(',
        },
      ],
      breaks: [misshapen('An unknown field is refused, because it may be a misspelt one')],
    },
    {
      name: 'last-value-counts',
      defect: 'Of a field that a ticket gives twice the last value counts.',
      edits: [
        {
          file: 'api/http/i-json.ts',
          from: 'if (object.names.add(object.at).size === size) this.#report(once)',
          to: 'object.names.add(object.at)',
        },
      ],
      breaks: [
        misshapen(
          'A duplicate field is refused, because JSON parsers disagree on which value counts',
        ),
      ],
    },
    {
      name: 'names-are-compared-as-they-are-spelt',
      defect: 'A field is accepted a second time when an escape spells its name.',
      edits: [
        {
          file: 'api/http/i-json.ts',
          from: "json.includes('\\\\') ? (JSON.parse(json) as string) : json.slice(1, -1)",
          to: 'json.slice(1, -1)',
        },
      ],
      breaks: [
        misshapen(
          'A duplicate field is refused, because JSON parsers disagree on which value counts',
        ),
      ],
    },
    {
      name: 'quantity-is-rounded',
      defect: 'A quantity with more digits than a double holds is rounded.',
      edits: [
        {
          file: 'api/http/i-json.ts',
          from: 'if (double !== undefined) this.#report(this.#roundingMessage(double))',
          to: '',
        },
      ],
      breaks: [refused('Every field of a ticket must be valid')],
    },
    {
      name: 'one-fault-at-a-time',
      defect: 'Of all the faults of a ticket only the first is told.',
      edits: [
        {
          file: 'api/http/validation.ts',
          from: 'return [...new Map(errors.map((error) => [`${error.pointer} ${error.message}`, error])).values()]',
          to: 'return errors.slice(0, 1)',
        },
      ],
      breaks: [misshapen('A refusal lists every invalid field at once')],
    },
    {
      name: 'any-kind-of-json',
      defect: 'A ticket is read that is sent as another kind of JSON than it should be.',
      edits: [
        {
          file: 'api/http/json-body.ts',
          from: 'return essence === plain &&',
          to: "return essence.endsWith('json') &&",
        },
      ],
      breaks: [unreadable('A ticket must be sent as application/json')],
    },
    {
      name: 'capitals-make-another-charset',
      defect: 'A ticket that is said to be in UTF-8, in capitals, is refused.',
      edits: [
        {
          file: 'api/http/json-body.ts',
          from: "?? 'utf-8').toLowerCase())",
          to: "?? 'utf-8'))",
        },
      ],
      breaks: [unreadable('A ticket must be sent as application/json')],
    },
    {
      name: 'one-spelling-of-json',
      defect: 'A media type is refused that has a blank before a semicolon, or ends with one.',
      edits: [
        {
          file: 'api/http/json-body.ts',
          from: 'if (isTwoTypes(type))',
          to: 'if (isTwoTypes(type) || / ;|;$/.test(type))',
        },
      ],
      breaks: [unreadable('A ticket must be sent as application/json')],
    },
    {
      name: 'longest-ticket-is-too-long',
      defect: 'A ticket of just the greatest length is refused.',
      edits: [
        {
          file: 'api/http/json-body.ts',
          from: 'bytes > maxBytes ?',
          to: 'bytes >= maxBytes ?',
        },
      ],
      breaks: [unreadable('A ticket must not be longer than 16 KiB')],
    },
    {
      name: 'no-json-is-bad-json',
      defect: 'It is not told whether a bad ticket was JSON at all.',
      edits: [
        {
          file: 'api/http/base-app.ts',
          from: "problem(c, 'MALFORMED_JSON', await whyNotJson(c))",
          to: "problem(c, 'INVALID_REQUEST', await whyNotJson(c))",
        },
      ],
      breaks: [unreadable('The refusal says whether the request was JSON')],
    },
    {
      name: 'not-found-without-a-code',
      defect: 'Who asks for an order that is not there is not told so by a code.',
      edits: [
        {
          file: 'api/http/problems.ts',
          from: 'return { type: pageOf(code), title, status, detail, instance, code, ...known, ...extras }',
          to: [
            'const code_ = status === 404 ? undefined : code',
            'return { type: pageOf(code), title, status, detail, instance, code: code_, ...known, ...extras }',
          ].join('\n'),
        },
      ],
      breaks: [
        rulesOf('Cancelling an order')('An order can be cancelled only while it is PENDING'),
        rulesOf('Looking up and listing orders')('Any order can be looked up'),
      ],
    },
    {
      name: 'not-allowed-without-alternatives',
      defect: 'Who does what is not allowed somewhere is not told what is.',
      edits: [
        {
          file: 'api/http/base-app.ts',
          from: "Allow: methods.join(', '),",
          to: '',
        },
      ],
      breaks: [
        rulesOf('The published description')(
          'A request with a wrong path or method is refused with the reason',
        ),
      ],
    },
    {
      name: 'answer-that-is-not-described',
      defect: 'A PENDING order tells of a price, of which the published description knows nothing.',
      edits: [
        {
          file: 'api/views/order-view.ts',
          from: 'version: 1,',
          to: 'version: 1,\n    price: null,',
        },
      ],
      breaks: [
        rulesOf('The published description')(
          'Every answer and every message matches the description',
        ),
      ],
    },
    {
      name: 'example-breaks-its-schema',
      defect: 'The published description has an example that breaks it.',
      edits: [
        {
          file: 'api/contract/orders.ts',
          from: "  quantity: 1000,\n  placedAt: '2026-11-22T09:30:00.437Z',",
          to: "  quantity: '1000',\n  placedAt: '2026-11-22T09:30:00.437Z',",
        },
      ],
      breaks: [
        rulesOf('The published description')(
          'The description covers everything that a trader can do',
        ),
      ],
    },
  ],
}
