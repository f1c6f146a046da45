import { type Family, rulesOf } from './mutant.ts'

const placing = rulesOf('Placing an order')
const checking = rulesOf('Checking a ticket')
const cancelling = rulesOf('Cancelling an order')
const cancellingMany = rulesOf('Cancelling many orders')
const racing = rulesOf('Racing the execution')
const following = rulesOf('Following the venue')
const lookingUp = rulesOf('Looking up and listing orders')

/** Makes the read model accept an invalid transition, instead of throwing. */
const trustingReadModel = {
  file: 'engine/evolve.ts',
  from: "if (order?.orderStatus === 'PENDING') return order",
  to: 'if (order) return order',
}

export const orders: Family = {
  subject: 'The life of an order',
  mutants: [
    {
      name: 'executed-order-is-cancelled',
      defect: 'An EXECUTED order can be cancelled.',
      edits: [
        {
          file: 'engine/order-machine.ts',
          from: 'EXECUTED: {},',
          to: "EXECUTED: { on: { CANCEL: { target: 'CANCELLED', actions: 'recordCancelled' } } },",
        },
        trustingReadModel,
      ],
      breaks: [cancelling('An order can be cancelled only while it is PENDING')],
    },
    {
      name: 'cancelled-order-is-executed',
      defect: 'A CANCELLED order is executed when it is due.',
      edits: [
        {
          file: 'engine/writer.ts',
          from: 'scheduler.cancel(event.orderId)\n',
          to: '\n',
        },
        {
          file: 'engine/writer.ts',
          from: "book.find(orderId)?.orderStatus ?? 'NEW'",
          to: "'PENDING'",
        },
        trustingReadModel,
      ],
      breaks: [following('CANCELLED is final')],
    },
    {
      name: 'cancelled-twice',
      defect: 'A CANCELLED order can be cancelled again.',
      edits: [
        {
          file: 'api/rest/cancel-order.ts',
          from: 'if (isRefusal(order)) return refuse(c, order)',
          to: "if (isRefusal(order) && order.refused !== 'OrderAlreadyCancelled') return refuse(c, order)",
        },
      ],
      breaks: [cancelling('An order is cancelled at most once')],
    },
    {
      name: 'cancellation-is-lost-in-a-race',
      defect: 'A cancellation just after the execution is confirmed, but changes nothing.',
      edits: [
        {
          file: 'api/rest/cancel-order.ts',
          from: 'if (isRefusal(order)) return refuse(c, order)',
          to: [
            "const { venue } = c.get('hosted')",
            'const found = isRefusal(order) ? venue.find(orderId) : order',
            "const isClose = 'executedAt' in found && venue.clock.now() - found.executedAt < 100",
            'if (isRefusal(order) && !isClose) return refuse(c, order)',
          ].join('\n'),
        },
      ],
      breaks: [racing('When a cancellation races the execution, exactly one of them wins')],
    },
    {
      name: 'both-sides-win-a-race',
      defect: 'An order that is cancelled just after its execution is both EXECUTED and CANCELLED.',
      edits: [
        {
          file: 'engine/commands.ts',
          from: 'if (!send(order.orderId, order.orderStatus, command)) return tooLate(order as FinalOrder)',
          to: [
            "const isClose = 'executedAt' in order && clock.now() - order.executedAt < 100",
            "const state = isClose ? 'PENDING' : order.orderStatus",
            'if (!send(order.orderId, state, command)) return tooLate(order as FinalOrder)',
          ].join('\n'),
        },
        trustingReadModel,
      ],
      breaks: [racing('When a cancellation races the execution, exactly one of them wins')],
    },
    {
      name: 'cannot-be-cancelled-at-first',
      defect: 'An order cannot be cancelled in its first fifth of a second.',
      edits: [
        {
          file: 'api/rest/cancel-order.ts',
          from: "const { races } = c.get('hosted').faultInjection",
          to: [
            "const { venue, faultInjection: { races } } = c.get('hosted')",
            'const young = venue.find(orderId)',
            "if (young.orderStatus === 'PENDING' && venue.clock.now() - young.placedAt < 200) {",
            "  return refuse(c, { ...young, refused: 'OrderAlreadyExecuted', orderStatus: 'EXECUTED' })",
            '}',
          ].join('\n'),
        },
      ],
      breaks: [
        racing('A cancellation sent as soon as the placement is confirmed is always in time'),
        cancelling('An order can be cancelled only while it is PENDING'),
      ],
    },
    {
      name: 'stale-after-cancellation',
      defect:
        'An order that was looked up as PENDING is shown as PENDING for another second, even if it is cancelled.',
      edits: [
        {
          file: 'api/rest/read-order.ts',
          from: 'const reading = {',
          to: [
            'const kept = new Map()',
            'function lookedUp(venue, orderId, at) {',
            '  const now = venue.clock.now()',
            '  const known = kept.get(`${venue.logId} ${orderId}`)',
            '  if (at === undefined && known && known.at + 1000 > now) return known.order',
            '  const order = venue.find(orderId, at)',
            "  if (order.orderStatus === 'PENDING') kept.set(`${venue.logId} ${orderId}`, { order, at: now })",
            '  return order',
            '}',
            '',
            'const reading = {',
          ].join('\n'),
        },
        {
          file: 'api/rest/read-order.ts',
          from: "const order = c.get('hosted').venue.find(orderId, at)",
          to: "const order = lookedUp(c.get('hosted').venue, orderId, at)",
        },
      ],
      breaks: [cancelling('An order can be cancelled only while it is PENDING')],
    },
    {
      name: 'stale-after-execution',
      defect:
        'An order that was looked up as PENDING is shown as PENDING for a while after its execution.',
      edits: [
        {
          file: 'api/rest/read-order.ts',
          from: 'const reading = {',
          to: [
            'const kept = new Map()',
            'function lookedUp(venue, orderId, at) {',
            '  const name = `${venue.logId} ${orderId}`',
            '  const order = venue.find(orderId, at)',
            '  const known = kept.get(name)',
            "  const isStale = order.orderStatus === 'EXECUTED' && known?.at + 300 > Date.now()",
            '  if (at === undefined && isStale) return known.order',
            "  if (order.orderStatus === 'PENDING') kept.set(name, { order, at: Date.now() })",
            '  return order',
            '}',
            '',
            'const reading = {',
          ].join('\n'),
        },
        {
          file: 'api/rest/read-order.ts',
          from: "const order = c.get('hosted').venue.find(orderId, at)",
          to: "const order = lookedUp(c.get('hosted').venue, orderId, at)",
        },
      ],
      breaks: [lookingUp('Any order can be looked up')],
    },
    {
      name: 'tickets-get-mixed-up',
      defect:
        'Two tickets that are submitted at the same moment both become the order of the second.',
      edits: [
        {
          file: 'api/rest/place-order.ts',
          from: 'const placing = {',
          to: 'let latest\n\nconst placing = {',
        },
        {
          file: 'api/rest/place-order.ts',
          from: 'run(c, ticket) {\n',
          to: [
            'async run(c, submitted) {',
            'latest = submitted',
            'await new Promise((resolve) => setTimeout(resolve, 5))',
            'const ticket = latest',
            '',
          ].join('\n'),
        },
      ],
      breaks: [placing('An accepted ticket becomes a PENDING order')],
    },
    {
      name: 'orders-get-mixed-up',
      defect: 'Two lookups at the same moment both return the second order.',
      edits: [
        {
          file: 'api/rest/read-order.ts',
          from: 'const reading = {',
          to: 'let latest\n\nconst reading = {',
        },
        {
          file: 'api/rest/read-order.ts',
          from: 'run(c, { orderId, at }) {\n',
          to: [
            'async run(c, wanted) {',
            'latest = wanted',
            'await new Promise((resolve) => setTimeout(resolve, 5))',
            'const { orderId, at } = latest',
            '',
          ].join('\n'),
        },
      ],
      breaks: [lookingUp('Any order can be looked up')],
    },
    {
      name: 'cancellation-attributed-to-venue',
      defect: 'A cancellation by the trader is attributed to the venue.',
      edits: [
        {
          file: 'engine/commands.ts',
          from: "cancelledBy = 'TRADER'",
          to: "cancelledBy = 'VENUE'",
        },
      ],
      breaks: [cancelling('A cancelled order shows when it was cancelled, and by whom')],
    },
    {
      name: 'cancelled-at-its-placement',
      defect: 'A CANCELLED order shows its time of placement as the time of its cancellation.',
      edits: [
        {
          file: 'engine/evolve.ts',
          from: 'cancelledAt: occurredAt',
          to: 'cancelledAt: placedAt',
        },
      ],
      breaks: [cancelling('A cancelled order shows when it was cancelled, and by whom')],
    },
    {
      name: 'location-has-the-client-order-id',
      defect: 'The Location of a confirmation has the client order id instead of the order id.',
      edits: [
        {
          file: 'api/rest/place-order.ts',
          from: 'function locationOf(c: Context<ApiEnv>, { orderId }: Order): string {',
          to: 'function locationOf(c, { ticket, ...order }) {\n  const orderId = ticket.clientOrderId ?? order.orderId',
        },
      ],
      breaks: [rulesOf('Client order ids')('A client order id names exactly one order')],
    },
    {
      name: 'quantity-has-two-decimal-places',
      defect: 'Quantities are rounded to two decimal places.',
      edits: [
        {
          file: 'api/rest/place-order.ts',
          from: 'if (ticket instanceof Response) return ticket',
          to: [
            'if (ticket instanceof Response) return ticket',
            'ticket.quantity = Math.round(ticket.quantity * 100) / 100',
          ].join('\n'),
        },
      ],
      breaks: [placing('An accepted ticket becomes a PENDING order')],
    },
    {
      name: 'quantity-has-eight-decimal-places',
      defect: 'Quantities are rounded to eight decimal places.',
      edits: [
        {
          file: 'api/rest/place-order.ts',
          from: 'if (ticket instanceof Response) return ticket',
          to: [
            'if (ticket instanceof Response) return ticket',
            'ticket.quantity = Number(ticket.quantity.toFixed(8))',
          ].join('\n'),
        },
      ],
      breaks: [placing('An accepted ticket becomes a PENDING order')],
    },
    {
      name: 'old-orders-are-forgotten',
      defect: 'An order that was executed an hour ago cannot be looked up.',
      edits: [
        {
          file: 'api/rest/read-order.ts',
          from: 'if (isRefusal(order)) return refuse(c, order)\n    const ETag',
          to: [
            'if (isRefusal(order)) return refuse(c, order)',
            "const hourAgo = c.get('hosted').venue.clock.now() - 3_600_000",
            "if (order.executedAt < hourAgo) return refuse(c, { refused: 'OrderNotFound', orderId })",
            'const ETag',
          ].join('\n'),
        },
      ],
      breaks: [lookingUp('Any order can be looked up')],
    },
    {
      name: 'executed-order-is-always-a-buy',
      defect: 'Every EXECUTED order is shown as a BUY.',
      edits: [
        {
          file: 'api/views/order-view.ts',
          from: "orderStatus: 'EXECUTED',\n        symbol,\n        side,",
          to: "orderStatus: 'EXECUTED',\n        symbol,\n        side: 'BUY',",
        },
      ],
      breaks: [lookingUp('Any order can be looked up')],
    },
    {
      name: 'checked-ticket-is-placed',
      defect: 'A ticket that is only checked is placed.',
      edits: [
        {
          file: 'api/rest/place-order.ts',
          from: "const preview = c.get('hosted').venue.preview(ticket)",
          to: [
            "const preview = c.get('hosted').venue.preview(ticket)",
            "void c.get('hosted').venue.place(ticket)",
          ].join('\n'),
        },
      ],
      breaks: [
        checking('Checking a good ticket shows the order that it would become, and places none'),
      ],
    },
    {
      name: 'invalid-check-is-placed',
      defect: 'A check with an invalid dryRun places an order.',
      edits: [
        {
          file: 'api/contract/queries.ts',
          from: ".enum(['true', 'false'], { error: 'must be true or false' })",
          to: '.string()',
        },
      ],
      breaks: [checking('A check with an invalid option is refused, and places no order')],
    },
    {
      name: 'check-ignores-duplicate-client-order-ids',
      defect: 'A check accepts a client order id that is taken.',
      edits: [
        { file: 'engine/commands.ts', from: 'duplicate(book, ticket) ?? {', to: 'undefined ?? {' },
      ],
      breaks: [checking('A bad ticket is refused as if it were placed')],
    },
    {
      name: 'cancels-other-symbols',
      defect: 'Cancelling all PENDING orders in a symbol cancels those in every symbol.',
      edits: [
        {
          file: 'api/rest/cancel-orders.ts',
          from: 'venue.list({ ...query, limit: Number.MAX_SAFE_INTEGER })',
          to: 'venue.list({ orderStatus: query.orderStatus, limit: Number.MAX_SAFE_INTEGER })',
        },
      ],
      breaks: [cancellingMany('All PENDING orders are cancelled, and no others')],
    },
    {
      name: 'cancels-one-symbol-only',
      defect: 'Cancelling all PENDING orders in every symbol cancels those in one symbol.',
      edits: [
        {
          file: 'api/rest/cancel-orders.ts',
          from: 'orders.toReversed()) {',
          to: 'orders.filter(({ ticket }) => ticket.symbol === orders[0].ticket.symbol).toReversed()) {',
        },
      ],
      breaks: [
        cancellingMany('Without a symbol, the PENDING orders in every symbol are cancelled'),
      ],
    },
    {
      name: 'cancelling-many-attributed-to-venue',
      defect: 'Cancelling many orders is attributed to the venue instead of the trader.',
      edits: [
        {
          file: 'api/rest/cancel-orders.ts',
          from: 'races.cancel(venue, orderId, undefined, tell)',
          to: "races.cancel(venue, orderId, { cancelledBy: 'VENUE' }, tell)",
        },
      ],
      breaks: [cancelling('A cancelled order shows when it was cancelled, and by whom')],
    },
    {
      name: 'cancels-at-most-one-page',
      defect: 'Cancelling many orders cancels only the newest hundred.',
      edits: [
        {
          file: 'api/rest/cancel-orders.ts',
          from: 'limit: Number.MAX_SAFE_INTEGER',
          to: 'limit: 100',
        },
      ],
      breaks: [cancellingMany('All PENDING orders are cancelled, and no others')],
    },
    {
      name: 'cancels-everything-by-default',
      defect: 'Without a status, all PENDING orders are cancelled.',
      edits: [
        {
          file: 'api/contract/queries.ts',
          from: "z\n    .literal('PENDING', { error: 'must be PENDING: only such orders can be cancelled' })",
          to: "z\n    .literal('PENDING').default('PENDING')",
        },
      ],
      breaks: [cancellingMany('An incomplete or wrong filter cancels nothing')],
    },
    {
      name: 'cancelling-many-lists-newest-first',
      defect: 'The outcomes of cancelling many orders are listed newest first.',
      edits: [{ file: 'api/rest/cancel-orders.ts', from: 'orders.toReversed()', to: 'orders' }],
      breaks: [cancellingMany('The answer lists the outcome of each order')],
    },
  ],
}
