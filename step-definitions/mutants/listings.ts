import { type Family, rulesOf } from './mutant.ts'

const lookingUp = rulesOf('Looking up and listing orders')
const filtering = rulesOf('Filtering a listing')

export const listings: Family = {
  subject: 'Listings',
  mutants: [
    {
      name: 'oldest-first',
      defect: 'A page of a listing starts with the oldest order.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'orders.map(orderView)',
          to: 'orders.toReversed().map(orderView)',
        },
      ],
      breaks: [lookingUp('The listing starts with the newest order')],
    },
    {
      name: 'last-changed-comes-first',
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
      breaks: [lookingUp('The listing starts with the newest order')],
    },
    {
      name: 'stale-listing',
      defect:
        'An order that was listed as PENDING is listed as PENDING for another second, even if it is cancelled.',
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
      breaks: [lookingUp('The listing shows the current status of every order')],
    },
    {
      name: 'listing-is-cached',
      defect: 'A listing is cached for a fifth of a second.',
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
      breaks: [lookingUp('An order is listed as soon as it is confirmed')],
    },
    {
      name: 'page-loses-an-order',
      defect: 'The order after the last one of a page is on no page.',
      edits: [
        { file: 'engine/read-model/order-book.ts', from: 'found[limit - 1]', to: 'found[limit]' },
      ],
      breaks: [lookingUp('Paging shows every order exactly once')],
    },
    {
      name: 'page-after-the-last',
      defect: 'A full last page links to another page, which is empty.',
      edits: [
        {
          file: 'engine/read-model/order-book.ts',
          from: 'found.length > limit',
          to: 'found.length >= limit',
        },
      ],
      breaks: [lookingUp('Paging shows every order exactly once')],
    },
    {
      name: 'new-orders-shift-the-pages',
      defect: 'For each order that is placed during paging, another order is on no page.',
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
      breaks: [lookingUp('Paging shows every order exactly once')],
    },
    {
      name: 'next-page-loses-the-symbol',
      defect: 'The second page of a listing in one symbol has orders in every symbol.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'nextPage(c, { cursor: encodeCursor(next), at })',
          to: "nextPage(c, { cursor: encodeCursor(next), at }).replace(/symbol=[^&]*&/, '')",
        },
      ],
      breaks: [lookingUp('Paging shows every order exactly once')],
    },
    {
      name: 'next-page-is-of-now',
      defect: 'An order that leaves a listing during paging is on no page.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'nextLink(c, next, query.at ?? position)',
          to: 'nextLink(c, next, query.at)',
        },
      ],
      breaks: [lookingUp('Paging shows every order exactly once')],
    },
    {
      name: 'pages-of-a-hundred-at-most',
      defect: 'A page has at most a hundred orders, even if more are requested.',
      edits: [
        {
          file: 'api/rest/list-orders.ts',
          from: 'venue.list({ ...query, before: start })',
          to: 'venue.list({ ...query, limit: Math.min(query.limit, 100), before: start })',
        },
      ],
      breaks: [
        lookingUp('A page has at most 100 orders, unless the trader asks for another number'),
      ],
    },
    {
      name: 'pages-of-fifty',
      defect: 'A page has fifty orders by default.',
      edits: [{ file: 'api/contract/queries.ts', from: '.default(100)', to: '.default(50)' }],
      breaks: [
        lookingUp('A page has at most 100 orders, unless the trader asks for another number'),
      ],
    },
    {
      name: 'page-without-maximum',
      defect: 'A page may have more orders than the maximum.',
      edits: [
        {
          file: 'api/contract/queries.ts',
          from: '/^[1-9]\\d{0,2}$|^1000$/',
          to: '/^[1-9]\\d{0,3}$/',
        },
      ],
      breaks: [filtering('An invalid filter is refused, never ignored')],
    },
    {
      name: 'unknown-listing-filter-is-ignored',
      defect: 'An unknown filter of a listing is ignored, and everything is listed.',
      edits: [
        {
          file: 'api/contract/queries.ts',
          from: 'export const ListOrdersQuery = z.strictObject({',
          to: 'export const ListOrdersQuery = z.object({',
        },
      ],
      breaks: [filtering('An invalid filter is refused, never ignored')],
    },
    {
      name: 'status-filter-drops-the-symbol',
      defect: 'A listing by symbol and status ignores the symbol.',
      edits: [
        {
          file: 'engine/read-model/order-index.ts',
          from: 'const index = symbol === undefined ? everything',
          to: 'const index = symbol === undefined || orderStatus !== undefined ? everything',
        },
      ],
      breaks: [filtering('A listing shows the orders that match its filter, and no others')],
    },
    {
      name: 'client-order-id-filter-drops-the-symbol',
      defect: 'A listing by symbol and client order id ignores the symbol.',
      edits: [
        {
          file: 'engine/read-model/order-book.ts',
          from: 'matches(query, order.ticket, order)',
          to: 'matches({ ...query, symbol: undefined }, order.ticket, order)',
        },
      ],
      breaks: [filtering('A listing shows the orders that match its filter, and no others')],
    },
    {
      name: 'symbols-are-cut-off',
      defect: 'A listing distinguishes symbols only by their first seven characters.',
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
      breaks: [filtering('A listing shows the orders that match its filter, and no others')],
    },
    {
      name: 'ended-order-is-listed-as-pending',
      defect: 'A listing of PENDING orders has some that have ended.',
      edits: [
        {
          file: 'engine/read-model/status-index.ts',
          from: 'setOf(from).delete(place)\n',
          to: '\n',
        },
      ],
      breaks: [filtering('A listing shows the orders that match its filter, and no others')],
    },
  ],
}
