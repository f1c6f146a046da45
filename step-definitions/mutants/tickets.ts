import { type Family, rulesOf } from './mutant.ts'

const refused = rulesOf('Refused tickets')
const fields = rulesOf('Missing, unknown and duplicate fields')
const unreadable = rulesOf('Unreadable tickets')

export const tickets: Family = {
  subject: 'Tickets, and how they are refused',
  mutants: [
    {
      name: 'quantity-as-text',
      defect: 'A quantity that is a string or a boolean is accepted.',
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
      name: 'quantity-of-zero',
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
      name: 'quantity-without-maximum',
      defect: 'There is no largest quantity.',
      edits: [
        { file: 'api/contract/orders.ts', from: '.max(1e12, { error: quantityRule })', to: '' },
      ],
      breaks: [refused('Every field of a ticket must be valid')],
    },
    {
      name: 'symbol-in-lower-case',
      defect: 'A symbol in lower case is accepted.',
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
      defect: 'A symbol without a letter is accepted.',
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
      name: 'symbol-must-begin-with-a-letter',
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
      defect: 'A symbol with more than two parts is accepted.',
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
      defect: 'A ticket without a side becomes a BUY.',
      edits: [
        {
          file: 'api/contract/orders.ts',
          from: '      side: Side,\n      quantity: Quantity,\n',
          to: "      side: Side.default('BUY'),\n      quantity: Quantity,\n",
        },
      ],
      breaks: [fields('A ticket must have every required field')],
    },
    {
      name: 'unknown-field-is-ignored',
      defect: 'An unknown field of a ticket is ignored, although it may be a misspelt one.',
      edits: [
        {
          file: 'api/contract/orders.ts',
          from: 'export const Ticket = z\n  .strictObject(',
          to: 'export const Ticket = z\n  .object(',
        },
      ],
      breaks: [fields('An unknown field is refused, because it may be a misspelt one')],
    },
    {
      name: 'last-value-counts',
      defect: 'If a ticket has a field twice, the last value counts.',
      edits: [
        {
          file: 'api/http/i-json.ts',
          from: 'return object.names.add(object.at).size === size ? mustBeGivenOnce : undefined',
          to: 'object.names.add(object.at)',
        },
      ],
      breaks: [
        fields('A duplicate field is refused, because JSON parsers disagree on which value counts'),
      ],
    },
    {
      name: 'escaped-duplicate-is-accepted',
      defect: 'A duplicate field is accepted if its name is written with an escape.',
      edits: [
        {
          file: 'api/http/i-json.ts',
          from: "json.includes('\\\\') ? (JSON.parse(json) as string) : json.slice(1, -1)",
          to: 'json.slice(1, -1)',
        },
      ],
      breaks: [
        fields('A duplicate field is refused, because JSON parsers disagree on which value counts'),
      ],
    },
    {
      name: 'quantity-is-rounded',
      defect: 'A quantity with more digits than a double can hold is rounded.',
      edits: [
        {
          file: 'api/http/i-json.ts',
          from: 'return double === undefined ? undefined : roundingMessage(double, open)',
          to: 'return undefined',
        },
      ],
      breaks: [refused('Every field of a ticket must be valid')],
    },
    {
      name: 'one-fault-at-a-time',
      defect: 'Only the first error of a ticket is reported.',
      edits: [
        {
          file: 'api/http/validation.ts',
          from: 'return [...new Map(errors.map((error) => [`${error.pointer} ${error.message}`, error])).values()]',
          to: 'return errors.slice(0, 1)',
        },
      ],
      breaks: [fields('A refusal lists every invalid field at once')],
    },
    {
      name: 'any-json-type-is-accepted',
      defect: 'A ticket with another JSON media type is accepted.',
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
      name: 'charset-is-case-sensitive',
      defect: 'A ticket in UTF-8 is refused if the charset is in capitals.',
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
      name: 'media-type-without-variants',
      defect:
        'A media type with a space before a semicolon, or a semicolon at its end, is refused.',
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
      defect: 'A ticket of exactly the maximum length is refused.',
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
      name: 'malformed-json-is-an-invalid-request',
      defect: 'The refusal of a ticket does not say whether it was JSON.',
      edits: [
        {
          file: 'api/http/json-body.ts',
          from: "problem(c, 'MALFORMED_JSON',",
          to: "problem(c, 'INVALID_REQUEST',",
        },
      ],
      breaks: [unreadable('The refusal says whether the request was JSON')],
    },
    {
      name: 'not-found-without-a-code',
      defect: 'The refusal for an unknown order has no code.',
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
      name: 'not-allowed-without-methods',
      defect: 'A 405 does not list the allowed methods.',
      edits: [
        {
          file: 'api/http/base-app.ts',
          from: 'undefined, { Allow })',
          to: 'undefined)',
        },
      ],
      breaks: [
        rulesOf('The published description')(
          'A request with a wrong path or method is refused, and the refusal says why',
        ),
      ],
    },
    {
      name: 'order-has-an-undescribed-field',
      defect: 'A PENDING order has a field that the published description lacks.',
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
      defect: 'An example in the published description breaks its schema.',
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
    {
      name: 'ticket-in-a-list-is-accepted',
      defect: 'A list that contains a good ticket is taken for that ticket.',
      edits: [
        {
          file: 'api/http/json-body.ts',
          from: 'value = JSON.parse(text)',
          to: String.raw`value = JSON.parse(text.replace(/^\s*\[([\s\S]*)\]\s*$/, '$1'))`,
        },
      ],
      breaks: [unreadable('A request that is not a ticket is refused')],
    },
  ],
}
