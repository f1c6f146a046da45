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
      name: 'execution-is-told-twice',
      defect: 'Every execution is told twice.',
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
      name: 'only-the-first-hears',
      defect: 'Of all who follow the venue only the first is told what happens.',
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
      defect: 'Who has heard of fifty orders hears nothing any more.',
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
      name: 'execution-before-placement',
      defect: 'That an order is PENDING is told only after the next thing that happens.',
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
      name: 'told-of-another-order',
      defect: 'The end of an order is told under the id of the order that was placed last.',
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
      name: 'newcomer-hears-old-news',
      defect: 'Who begins to listen hears first what had happened before.',
      edits: [
        {
          file: 'api/stream/parse-subscription.ts',
          from: '= { position: from ?? venue.position }',
          to: '= { position: from ?? 0 }',
        },
      ],
      breaks: [following('A new listener receives the changes from now on')],
    },
    {
      name: 'position-is-left-out',
      defect: 'The positions that are heard have a gap after the tenth.',
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
      name: 'wrong-one-before',
      defect: 'A message names the change before it in the log, heard or not, as the one before.',
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
      name: 'every-status-is-heard',
      defect: 'Who wants to hear of one status only hears of all.',
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
      name: 'symbol-is-heard-by-its-beginning',
      defect: 'Who wants to hear of one symbol hears of all that begin with it.',
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
      name: 'names-are-heard-alike',
      defect: 'Who wants to hear of one client order id hears of the same in capitals as well.',
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
      name: 'one-choice-is-taken-for-another',
      defect: 'Of two who each want to hear of a symbol the second hears of that of the first.',
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
      name: 'quantity-is-told-in-single-precision',
      defect: 'A message tells a quantity as a number of 32 bits.',
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
      name: 'first-of-several-is-heard',
      defect: 'Who wants to hear of several orders hears of the first alone.',
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
      name: 'misspelt-wish-brings-everything',
      defect: 'A wish that is not understood is passed over, and everything is heard.',
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
      name: 'heartbeat-stands-still',
      defect: 'A heartbeat tells of the last message, and not up to where nothing was left out.',
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
      defect: 'There is one heartbeat, and then no more.',
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
      defect: 'Who comes back hears the last change again.',
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
      breaks: [missed],
    },
    {
      name: 'resume-leaves-a-gap',
      defect: 'What happens while the past is told to one who comes back is told to them never.',
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
      name: 'resume-brings-everything',
      defect: 'Who chose what to hear and comes back hears all that was missed, chosen or not.',
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
      name: 'resume-brings-a-part',
      defect: 'Who comes back and has missed very much hears the first 256 changes of it.',
      edits: [
        {
          file: 'api/broadcast/subscription.ts',
          from: 'const isAll = position === venue.position',
          to: 'const isAll = true',
        },
      ],
      breaks: [missed],
    },
    {
      name: 'resumed-just-beyond-the-end',
      defect:
        'Who goes on from just beyond the end of the log is let in, and misses the next change.',
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
      defect: 'Who names another log goes on in this one, where a position means something else.',
      edits: [
        {
          file: 'api/stream/parse-subscription.ts',
          from: 'if (otherLog !== undefined) {',
          to: 'if (otherLog === null) {',
        },
      ],
      breaks: [reconnecting('A listener that cannot resume is refused, and receives nothing')],
    },
    {
      name: 'end-of-the-past-is-not-told',
      defect: 'It is not told where the past ends.',
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
      name: 'event-bears-the-wrong-id',
      defect: 'The id of a server-sent event is the position before its own.',
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
      defect: 'The id of a server-sent event is a position, and does not name the log.',
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
      defect: 'The id of a server-sent event comes in an event of its own, without data.',
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
      name: 'last-event-in-the-address-is-forgotten',
      defect:
        'An event source that names its last event only in the address does not receive what it missed.',
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
      name: 'last-event-is-forgotten',
      defect: 'An event source that comes back does not receive what it missed.',
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
      defect: 'What a listener says is said back.',
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
      name: 'noise-is-listened-to',
      defect: 'A listener may say as much as it likes.',
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
      name: 'one-who-leaves-silences-all',
      defect: 'When a listener leaves, nobody hears anything any more.',
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
      name: 'gone-listener-is-kept',
      defect: 'A listener who has gone is told everything for ever.',
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
      name: 'told-to-go-for-no-reason',
      defect:
        'The code that closes the connection of a slow listener does not say that it can come back.',
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
      name: 'goes-away-without-a-word',
      defect: 'A venue that goes away does not say so.',
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
