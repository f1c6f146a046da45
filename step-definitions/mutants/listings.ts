import { type Family, rulesOf } from './mutant.ts'

const reviewing = rulesOf('Looking up and listing orders')
const narrowing = rulesOf('Filtering a listing')

export const listings: Family = {
  subject: 'Listings',
  mutants: [
    {
      name: 'oldest-first',
      defect: 'A listing starts with the oldest order of its page.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'orders.map(orderView)',
          to: 'orders.toReversed().map(orderView)',
        },
      ],
      breaks: [reviewing('The listing starts with the newest order')],
    },
    {
      name: 'changed-last-comes-first',
      defect: 'A listing starts with the order that changed last.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'const listing = {',
          to: [
            'const changedAt = (order) => order.executedAt ?? order.cancelledAt ?? order.placedAt',
            '',
            'const listing = {',
          ].join('\n'),
        },
        {
          file: 'api/rest/list-orders.ts',
          from: 'orders.map(orderView)',
          to: 'orders.toSorted((a, b) => changedAt(b) - changedAt(a)).map(orderView)',
        },
      ],
      breaks: [reviewing('The listing starts with the newest order')],
    },
    {
      name: 'stale-listing',
      defect:
        'An order that was listed as PENDING is listed so for another second, cancelled or not.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'const listing = {',
          to: [
            'const kept = new Map()',
            'function asListed(venue, order) {',
            '  const now = venue.clock.now()',
            '  const name = `${venue.logId} ${order.orderId}`',
            '  const known = kept.get(name)',
            '  if (known && known.at + 1000 > now) return known.order',
            "  if (order.orderStatus === 'PENDING') kept.set(name, { order, at: now })",
            '  return order',
            '}',
            '',
            'const listing = {',
          ].join('\n'),
        },
        {
          file: 'api/rest/list-orders.ts',
          from: 'orders.map(orderView)',
          to: 'orders.map((order) => orderView(asListed(venue, order)))',
        },
      ],
      breaks: [reviewing('The listing shows the current status of every order')],
    },
    {
      name: 'listing-is-made-now-and-then',
      defect:
        'A listing is made anew every fifth of a second, and not each time that it is asked for.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'const listing = {',
          to: [
            'const kept = new Map()',
            'function listed(venue, query) {',
            '  const name = `${venue.logId} ${JSON.stringify(query)}`',
            '  const known = kept.get(name)',
            '  if (known && known.at + 200 > Date.now()) return known.page',
            '  const page = venue.list(query)',
            '  kept.set(name, { page, at: Date.now() })',
            '  return page',
            '}',
            '',
            'const listing = {',
          ].join('\n'),
        },
        {
          file: 'api/rest/list-orders.ts',
          from: 'venue.list({ ...query, before: start })',
          to: 'listed(venue, { ...query, before: start })',
        },
      ],
      breaks: [reviewing('An order is listed as soon as it is confirmed')],
    },
    {
      name: 'page-loses-an-order',
      defect: 'The order after the last one of a page is on no page.',
      edits: [
        { file: 'engine/read-model/order-book.ts', from: 'found[limit - 1]', to: 'found[limit]' },
      ],
      breaks: [reviewing('Paging shows every order exactly once')],
    },
    {
      name: 'page-after-the-last',
      defect: 'After a last page that is full there is said to be another, and it is empty.',
      edits: [
        {
          file: 'engine/read-model/order-book.ts',
          from: 'found.length > limit',
          to: 'found.length >= limit',
        },
      ],
      breaks: [reviewing('Paging shows every order exactly once')],
    },
    {
      name: 'page-skips-what-is-new',
      defect: 'For each order that is placed while pages are turned, one is on none of them.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'const listing = {',
          to: 'const positions = new Map()\n\nconst listing = {',
        },
        {
          file: 'api/rest/list-orders.ts',
          from: 'const { orders, next } = venue.list({ ...query, before: start })',
          to: [
            'const then = positions.get(`${venue.logId} ${start}`) ?? venue.position',
            'const before = start && Math.max(start - (venue.position - then), 0)',
            'const { orders, next } = venue.list({ ...query, before })',
            'positions.set(`${venue.logId} ${next}`, venue.position)',
          ].join('\n'),
        },
      ],
      breaks: [reviewing('Paging shows every order exactly once')],
    },
    {
      name: 'further-pages-forget-the-symbol',
      defect: 'Of a listing in one symbol the further pages are in all symbols.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'nextPage(c, { cursor: encodeCursor(next), at })',
          to: "nextPage(c, { cursor: encodeCursor(next), at }).replace(/symbol=[^&]*&/, '')",
        },
      ],
      breaks: [reviewing('Paging shows every order exactly once')],
    },
    {
      name: 'further-pages-are-of-now',
      defect: 'An order that leaves a listing while its pages are turned is on none of them.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'nextLink(c, next, query.at ?? position)',
          to: 'nextLink(c, next, query.at)',
        },
      ],
      breaks: [reviewing('Paging shows every order exactly once')],
    },
    {
      name: 'pages-of-a-hundred-at-most',
      defect: 'A page holds a hundred orders at most, also where more are asked for.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'venue.list({ ...query, before: start })',
          to: 'venue.list({ ...query, limit: Math.min(query.limit, 100), before: start })',
        },
      ],
      breaks: [
        reviewing('A page has at most 100 orders, unless the trader asks for another number'),
      ],
    },
    {
      name: 'pages-of-fifty',
      defect: 'A page holds fifty orders where no number is asked for.',
      edits: [{ file: 'api/contract/queries.ts', from: '.default(100)', to: '.default(50)' }],
      breaks: [
        reviewing('A page has at most 100 orders, unless the trader asks for another number'),
      ],
    },
    {
      name: 'page-without-end',
      defect: 'There may be more orders on a page than is promised.',
      edits: [
        {
          file: 'api/contract/queries.ts',
          from: '/^[1-9]\\d{0,2}$|^1000$/',
          to: '/^[1-9]\\d{0,3}$/',
        },
      ],
      breaks: [narrowing('An invalid filter is refused, never ignored')],
    },
    {
      name: 'misspelt-filter-lists-everything',
      defect: 'A filter that nobody knows is passed over, and everything is listed.',
      edits: [
        {
          file: 'api/contract/queries.ts',
          from: 'export const ListOrdersQuery = z.strictObject({',
          to: 'export const ListOrdersQuery = z.object({',
        },
      ],
      breaks: [narrowing('An invalid filter is refused, never ignored')],
    },
    {
      name: 'status-makes-symbol-forgotten',
      defect: 'Who lists the orders in a symbol that have a status sees those in all symbols.',
      edits: [
        {
          file: 'engine/read-model/order-index.ts',
          from: 'const index = symbol === undefined ? everything',
          to: 'const index = symbol === undefined || orderStatus !== undefined ? everything',
        },
      ],
      breaks: [narrowing('A listing shows the orders that match its filter, and no others')],
    },
    {
      name: 'name-makes-symbol-forgotten',
      defect:
        'Who lists the orders in a symbol that bear a client order id sees one in another symbol.',
      edits: [
        {
          file: 'engine/read-model/order-book.ts',
          from: 'matches(query, order.ticket, order)',
          to: 'matches({ ...query, symbol: undefined }, order.ticket, order)',
        },
      ],
      breaks: [narrowing('A listing shows the orders that match its filter, and no others')],
    },
    {
      name: 'symbols-are-cut-off',
      defect: 'A listing tells symbols apart by their first seven characters alone.',
      edits: [
        {
          file: 'engine/read-model/order-index.ts',
          from: 'function indexOf(symbol: string): StatusIndex {',
          to: 'function indexOf(whole: string): StatusIndex {\n    const symbol = whole.slice(0, 7)',
        },
        {
          file: 'engine/read-model/order-index.ts',
          from: 'everything : bySymbol.get(symbol)',
          to: 'everything : bySymbol.get(symbol.slice(0, 7))',
        },
      ],
      breaks: [narrowing('A listing shows the orders that match its filter, and no others')],
    },
    {
      name: 'ended-order-is-listed-as-pending',
      defect: 'Among the PENDING orders there are listed some that are PENDING no more.',
      edits: [
        {
          file: 'engine/read-model/status-index.ts',
          from: 'setOf(from).delete(place)\n',
          to: '\n',
        },
      ],
      breaks: [narrowing('A listing shows the orders that match its filter, and no others')],
    },
  ],
}
