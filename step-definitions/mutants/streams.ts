import { type Family, rulesOf } from './mutant.ts'

const following = rulesOf('Following the venue')
const filtering = rulesOf('Filtering the stream')
const reconnecting = rulesOf('Reconnecting')
const heartbeats = rulesOf('Heartbeats')
const misbehaving = rulesOf('Misbehaving listeners')
const disconnected = rulesOf('Being disconnected')

const everything = following(
  'Every listener receives every change of an order, from PENDING to its final status',
)
const wanted = filtering('A listener receives the changes that match its filter, and no others')
const missed = reconnecting(
  'A listener that reconnects receives every missed change once, in order',
)

export const streams: Family = {
  subject: 'The stream',
  mutants: [
    {
      name: 'execution-is-sent-twice',
      defect: 'Every execution is sent twice.',
      edits: [
        {
          file: 'api/broadcast/web-socket-sink.ts',
          from: '      write(bytes, onFlushed, sent)',
          to: [
            "if (bytes.includes('EXECUTED')) connection.write(bytes)",
            'write(bytes, onFlushed, sent)',
          ].join('\n'),
        },
      ],
      breaks: [everything],
    },
    {
      name: 'only-the-first-listener-receives',
      defect: 'Only the first listener receives changes.',
      edits: [
        {
          file: 'api/broadcast/stream.ts',
          from: 'for (const subscription of subscriptions) subscription.receive(broadcast, plan)',
          to: 'for (const first of [...subscriptions].slice(0, 1)) first.receive(broadcast, plan)',
        },
      ],
      breaks: [everything],
    },
    {
      name: 'silent-after-fifty-orders',
      defect: 'A listener receives nothing more after fifty orders.',
      edits: [
        {
          file: 'api/broadcast/subscription.ts',
          from: "if (state !== 'live' || broadcast.last <= position) return",
          to: "if (state !== 'live' || broadcast.last <= position || position - after >= 100) return",
        },
      ],
      breaks: [everything],
    },
    {
      name: 'placement-is-sent-late',
      defect: 'The message that an order is PENDING is sent only after the next message.',
      edits: [
        {
          file: 'api/broadcast/web-socket-sink.ts',
          from: 'let lastPing = 0\n',
          to: 'let lastPing = 0\n  let kept: Buffer | undefined\n',
        },
        {
          file: 'api/broadcast/web-socket-sink.ts',
          from: '      write(bytes, onFlushed, sent)',
          to: [
            "const isLate = bytes.includes('PENDING')",
            'if (!isLate) write(bytes, onFlushed, sent)',
            'if (kept) connection.write(kept)',
            'kept = isLate ? bytes : undefined',
          ].join('\n'),
        },
      ],
      breaks: [everything],
    },
    {
      name: 'final-status-of-another-order',
      defect: 'The final status of an order is sent with the id of the newest order.',
      edits: [
        {
          file: 'engine/read-model/order-book.ts',
          from: '(find(event.orderId, event.position) as Order),',
          to: '({ ...find(event.orderId, event.position), orderId: orders.at(-1)?.orderId } as Order),',
        },
      ],
      breaks: [everything],
    },
    {
      name: 'new-listener-receives-the-past',
      defect: 'A new listener first receives all past changes.',
      edits: [
        {
          file: 'api/stream/parse-subscription.ts',
          from: '= { position: from ?? venue.durableEnd }',
          to: '= { position: from ?? 0 }',
        },
      ],
      breaks: [following('A new listener receives the changes from now on')],
    },
    {
      name: 'position-is-skipped',
      defect: 'The positions in messages skip one after the tenth.',
      edits: [
        {
          file: 'api/broadcast/batch.ts',
          from: 'const position = positions[nth] as number',
          to: 'const position = positions[nth] > 10 ? positions[nth] + 1 : positions[nth]',
        },
      ],
      breaks: [following('A listener can verify that no message is missing')],
    },
    {
      name: 'previous-ignores-the-filter',
      defect:
        'A message names the change before it in the log, even if the filter excludes that change.',
      edits: [
        {
          file: 'api/broadcast/batch.ts',
          from: 'message(nth, positions[nth - 1] ?? previous)',
          to: 'message(nth, (positions[nth] as number) - 1 || null)',
        },
      ],
      breaks: [filtering('A listener with a filter can verify that no message is missing')],
    },
    {
      name: 'status-filter-is-ignored',
      defect: 'A filter on a status lets every status through.',
      edits: [
        {
          file: 'api/broadcast/order-filter.ts',
          from: 'matches(criteria, order.ticket, order)',
          to: 'matches({ ...criteria, orderStatus: undefined }, order.ticket, order)',
        },
      ],
      breaks: [wanted],
    },
    {
      name: 'symbol-filter-matches-prefixes',
      defect: 'A filter on a symbol matches every symbol that begins with it.',
      edits: [
        {
          file: 'api/broadcast/order-filter.ts',
          from: 'matches(criteria, order.ticket, order)',
          to: "matches({ ...criteria, symbol: undefined }, order.ticket, order) && order.ticket.symbol.startsWith(symbol ?? '')",
        },
      ],
      breaks: [wanted],
    },
    {
      name: 'client-order-id-filter-ignores-case',
      defect: 'A filter on a client order id ignores case.',
      edits: [
        {
          file: 'api/broadcast/order-filter.ts',
          from: 'matches(criteria, order.ticket, order)',
          to: [
            'matches(',
            '{ ...criteria, clientOrderId: clientOrderId?.toLowerCase() },',
            '{ ...order.ticket, clientOrderId: order.ticket.clientOrderId?.toLowerCase() },',
            'order)',
          ].join('\n'),
        },
      ],
      breaks: [wanted],
    },
    {
      name: 'filters-on-symbols-are-confused',
      defect:
        'A listener with a filter on a symbol gets the filter of an earlier listener on another symbol.',
      edits: [
        {
          file: 'api/broadcast/order-filter.ts',
          from: '.sort(), orderStatus, symbol, clientOrderId])',
          to: '.sort(), orderStatus, symbol && true, clientOrderId])',
        },
      ],
      breaks: [wanted],
    },
    {
      name: 'message-in-single-precision',
      defect: 'A message has its quantity in single precision.',
      edits: [
        {
          file: 'api/broadcast/batch.ts',
          from: '...orderView(order) })',
          to: '...orderView(order), quantity: Math.fround(order.ticket.quantity) })',
        },
      ],
      breaks: [everything],
    },
    {
      name: 'filter-uses-only-the-first-order',
      defect: 'A filter on several orders uses only the first of them.',
      edits: [
        {
          file: 'api/broadcast/order-filter.ts',
          from: 'new Set<string>(orderId)',
          to: 'new Set<string>(orderId.slice(0, 1))',
        },
      ],
      breaks: [wanted],
    },
    {
      name: 'unknown-filter-is-ignored',
      defect: 'An unknown filter of the stream is ignored, and everything is sent.',
      edits: [
        {
          file: 'api/contract/stream.ts',
          from: 'export const StreamQuery = z.strictObject({',
          to: 'export const StreamQuery = z.object({',
        },
      ],
      breaks: [filtering('An invalid filter is refused, never ignored')],
    },
    {
      name: 'heartbeat-repeats-the-last-message',
      defect:
        'A heartbeat states the position of the last message, not the one up to which nothing is missing.',
      edits: [
        {
          file: 'api/broadcast/subscription.ts',
          from: "send({ type: 'heartbeat', position, previous: writer.previous })",
          to: "send({ type: 'heartbeat', position: writer.previous ?? after, previous: writer.previous })",
        },
      ],
      breaks: [heartbeats('A heartbeat states the position up to which nothing is missing')],
    },
    {
      name: 'one-heartbeat',
      defect: 'Only one heartbeat is sent.',
      edits: [
        {
          file: 'api/broadcast/heartbeat.ts',
          from: 'if (!isOver) at(due + (missed + 1) * everyMs)',
          to: '',
        },
      ],
      breaks: [heartbeats('Heartbeats continue for as long as the connection lasts')],
    },
    {
      name: 'resume-repeats-one',
      defect: 'A listener that reconnects receives the last change again.',
      edits: [
        {
          file: 'api/stream/parse-subscription.ts',
          from: 'after: last.position,',
          to: [
            "after: from === undefined && fromName === 'from'",
            '? last.position : Math.max(last.position - 1, 0),',
          ].join('\n'),
        },
      ],
      breaks: [
        missed,
        rulesOf('Unreliable streams')(
          'A listener whose connection ends can reconnect without missing anything',
        ),
      ],
    },
    {
      name: 'resume-leaves-a-gap',
      defect: 'A listener that reconnects misses changes that happen during its replay.',
      edits: [
        {
          file: 'api/broadcast/subscription.ts',
          from: 'if (isAll) goLive()',
          to: [
            'if (!isAll) return',
            'if (!sendsCaughtUp) return goLive()',
            'setTimeout(() => {',
            "  if (state === 'behind') goLive((position = venue.position))",
            '}, 20)',
          ].join('\n'),
        },
      ],
      breaks: [missed],
    },
    {
      name: 'resume-ignores-the-filter',
      defect:
        'A listener with a filter that reconnects receives every missed change, matching or not.',
      edits: [
        {
          file: 'api/broadcast/subscription.ts',
          from: 'createBatch(changes.filter(({ order }) => filter.matches(order)))',
          to: 'createBatch(changes)',
        },
      ],
      breaks: [missed],
    },
    {
      name: 'resume-sends-one-batch',
      defect: 'A listener that reconnects receives at most the first 256 missed changes.',
      edits: [
        {
          file: 'api/broadcast/subscription.ts',
          from: 'const isAll = position === venue.durableEnd',
          to: 'const isAll = true',
        },
      ],
      breaks: [missed],
    },
    {
      name: 'resumed-just-beyond-the-end',
      defect:
        'A listener may resume from just beyond the end of the log, and misses the next change.',
      edits: [
        {
          file: 'api/http/validation.ts',
          from: 'named <= position) return undefined',
          to: 'named <= position + 1) return undefined',
        },
      ],
      breaks: [reconnecting('A listener that cannot resume is refused, and receives nothing')],
    },
    {
      name: 'resumed-in-another-log',
      defect:
        'A listener that names another log may resume in this one, where positions mean something else.',
      edits: [
        {
          file: 'api/stream/parse-subscription.ts',
          from: 'if (detail) return',
          to: 'if (detail === null) return',
        },
      ],
      breaks: [reconnecting('A listener that cannot resume is refused, and receives nothing')],
    },
    {
      name: 'caught-up-is-not-sent',
      defect: 'The notice `caught-up` is not sent.',
      edits: [
        {
          file: 'api/broadcast/subscription.ts',
          from: "if (sendsCaughtUp) send({ type: 'caught-up', position, log: venue.logId })",
          to: '',
        },
      ],
      breaks: [reconnecting('A late listener can receive the log from the beginning')],
    },
    {
      name: 'event-has-the-wrong-id',
      defect: 'The id of a Server-Sent Event is the position before its own.',
      edits: [
        {
          file: 'api/contract/last-event-id.ts',
          from: '=> `${position}@${log}`',
          to: '=> `${position - 1}@${log}`',
        },
      ],
      breaks: [missed],
    },
    {
      name: 'event-names-no-log',
      defect: 'The id of a Server-Sent Event does not name the log.',
      edits: [
        {
          file: 'api/contract/last-event-id.ts',
          from: '=> `${position}@${log}`',
          to: '=> `${position}`',
        },
      ],
      breaks: [
        missed,
        disconnected(
          'A venue that is going away notifies its listeners before it disconnects them',
        ),
      ],
    },
    {
      name: 'id-comes-in-an-event-without-data',
      defect: 'The id of a Server-Sent Event is sent in an event of its own, without data.',
      edits: [
        {
          file: 'api/broadcast/event-stream-sink.ts',
          from: '`data: ${text}\\nid: ',
          to: '`data: ${text}\\n\\nid: ',
        },
      ],
      breaks: [missed],
    },
    {
      name: 'no-event-before-the-first-change',
      defect: 'An event source that has received no change gets no id to resume from.',
      edits: [
        {
          file: 'api/stream/parse-subscription.ts',
          from: '{ ...request, sendsCaughtUp: true }',
          to: 'request',
        },
      ],
      breaks: [missed],
    },
    {
      name: 'last-event-in-the-address-is-ignored',
      defect:
        'An event source that states its last event in the address does not receive what it missed.',
      edits: [
        {
          file: 'api/stream/parse-subscription.ts',
          from: 'named.data ?? inQuery, from)',
          to: 'named.data, from)',
        },
      ],
      breaks: [missed],
    },
    {
      name: 'last-event-header-is-ignored',
      defect: 'An event source that reconnects does not receive what it missed.',
      edits: [
        {
          file: 'api/stream/server-sent-events.ts',
          from: 'c.req.header(lastEventIdHeader)',
          to: 'undefined',
        },
      ],
      breaks: [missed],
    },
    {
      name: 'echo',
      defect: 'Whatever a listener sends is sent back to it.',
      edits: [
        {
          file: 'api/stream/web-socket.ts',
          from: "socket.once('close', stream.subscribe(sink, request, record))",
          to: [
            "socket.once('close', stream.subscribe(sink, request, record))",
            "socket.on('message', (message) => socket.send(String(message)))",
          ].join('\n'),
        },
      ],
      breaks: [misbehaving('The venue ignores what a listener sends')],
    },
    {
      name: 'large-messages-are-accepted',
      defect: 'A listener may send messages of any size.',
      edits: [
        {
          file: 'api/stream/web-socket.ts',
          from: 'export const maxClientMessageBytes = 4 * 1024',
          to: 'export const maxClientMessageBytes = 1024 * 1024',
        },
      ],
      breaks: [misbehaving('A misbehaving listener affects no other listener')],
    },
    {
      name: 'leaving-listener-stops-the-stream',
      defect: 'When one listener disconnects, no listener receives anything more.',
      edits: [
        {
          file: 'api/broadcast/stream.ts',
          from: 'if (!subscriptions.delete(subscription) || subscriptions.size > 0) return',
          to: 'if (!subscriptions.delete(subscription)) return',
        },
      ],
      breaks: [misbehaving('A misbehaving listener affects no other listener')],
    },
    {
      name: 'disconnected-listener-is-kept',
      defect: 'The venue never forgets a listener that has disconnected.',
      edits: [
        {
          file: 'api/stream/web-socket.ts',
          from: "socket.once('close', stream.subscribe(sink, request, record))",
          to: 'stream.subscribe(sink, request, record)',
        },
      ],
      breaks: [misbehaving('A venue forgets a listener that has disconnected')],
    },
    {
      name: 'slow-listener-gets-the-wrong-code',
      defect: 'A slow listener is disconnected with a code that does not tell it to reconnect.',
      edits: [
        {
          file: 'api/broadcast/close-reason.ts',
          from: 'export const tooSlowCode = 4008',
          to: 'export const tooSlowCode = 1008',
        },
      ],
      breaks: [
        disconnected(
          'A listener that falls too far behind is disconnected, and can reconnect without missing anything',
        ),
      ],
    },
    {
      name: 'going-away-is-not-sent',
      defect: 'The notice `going-away` is not sent.',
      edits: [
        {
          file: 'api/broadcast/subscription.ts',
          from: "send({ type: 'going-away' })",
          to: '',
        },
      ],
      breaks: [
        disconnected(
          'A venue that is going away notifies its listeners before it disconnects them',
        ),
      ],
    },
  ],
}
