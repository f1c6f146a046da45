import { type Family, rulesOf } from './mutant.ts'

const deciding = rulesOf('Deciding outcomes')
const deciders = rulesOf('Orders that state their outcome')
const failing = rulesOf('Failing on demand')
const holding = rulesOf('Holding time')
const end = holding('Time ends with the year 9999')
const shapes = rulesOf('Latency distributions')
const losing = rulesOf('Losing a reply')
const staging = rulesOf('Staging a race')
const surviving = rulesOf('Surviving a crash')
const venues = rulesOf('Isolated venues')
const journal = rulesOf('What a client really sent')

const honest = failing(
  'An error says whether the request was recorded, as far as its sender can know',
)
const nothingLeft = losing(
  'A request that is lost before it is recorded leaves nothing, and its key stays free',
)

export const controls: Family = {
  subject: 'Under control',
  mutants: [
    {
      name: 'rejected-by-its-trader',
      defect: 'An order that the market rejects is said to have been cancelled by its trader.',
      edits: [
        {
          file: 'api/control/orders.ts',
          from: "venue.cancel(orderId, { cancelledBy: 'VENUE', reason }),",
          to: "venue.cancel(orderId, { cancelledBy: 'TRADER', reason }),",
        },
      ],
      breaks: [
        rulesOf('Playing the market')(
          'The market can execute, reject, hold or release a PENDING order',
        ),
      ],
    },
    {
      name: 'order-decides-nothing',
      defect: 'What an order asks for when it is placed is read, and left to chance.',
      edits: [
        { file: 'api/rest/outcome-header.ts', from: "  c.set('outcome', outcome)\n", to: '' },
      ],
      breaks: [deciders('An order ends as it stated when it was placed')],
    },
    {
      name: 'rules-overrule-orders',
      defect: 'What an order asks for counts for less than the rules of the venue.',
      edits: [
        {
          file: 'engine/plan/planner.ts',
          from: 'outcome ?? ruled(ticket, ordinal)',
          to: 'ruled(ticket, ordinal) ?? outcome',
        },
      ],
      breaks: [deciders('The outcome that an order states overrides the rules of the venue')],
    },
    {
      name: 'held-time-runs-ahead',
      defect: 'Where time is held, things happen a millisecond before they are due.',
      edits: [
        {
          file: 'engine/time/clock.ts',
          from: 'if (due === undefined || due > end) return false',
          to: 'if (due === undefined || due > end + 1) return false',
        },
      ],
      breaks: [holding('Nothing happens before it is due')],
    },
    {
      name: 'held-time-jumps',
      defect: 'What falls due while held time is moved happens only at the end of the move.',
      edits: [
        {
          file: 'engine/time/clock.ts',
          from: 'time = Math.max(time, due)\n    timers',
          to: 'time = Math.max(time, end)\n    timers',
        },
      ],
      breaks: [holding('What is due happens at its own time, however far time is moved')],
    },
    {
      name: 'time-goes-to-its-end',
      defect: 'A move beyond the end of time goes as far as the end.',
      edits: [
        {
          file: 'api/venues/advance.ts',
          from: "if (end > lastInstant) return { refused: 'BeyondTheEnd' }\n    await clock.advanceTo(end, settled)",
          to: 'await clock.advanceTo(Math.min(end, lastInstant), settled)',
        },
      ],
      breaks: [end],
    },
    {
      name: 'due-after-the-end',
      defect: 'An order can be due after the end of time, and is never executed.',
      edits: [
        {
          file: 'engine/time/clock.ts',
          from: 'Math.min(instant + ms, lastInstant)',
          to: 'instant + ms',
        },
      ],
      breaks: [end],
    },
    {
      name: 'offset-is-ignored',
      defect: 'An instant with an offset is read as if it were in UTC.',
      edits: [
        {
          file: 'api/control/instant-contract.ts',
          from: "(sign === '-' ? -1 : 1)",
          to: '0',
        },
      ],
      breaks: [holding('An instant may be written in any form that RFC 3339 allows')],
    },
    {
      name: 'seed-is-ignored',
      defect: 'Two venues with the same seed take different courses.',
      edits: [
        {
          file: 'api/control/venues.ts',
          from: 'seed: draft.seed ?? drawSeed(),',
          to: 'seed: drawSeed(),',
        },
      ],
      breaks: [
        venues('Venues with the same seed draw the same execution delays'),
        rulesOf('Same seed, same story')(
          'The same requests in the same order produce the same log',
        ),
      ],
    },
    {
      name: 'log-is-named-by-the-seed',
      defect: 'The logs of two venues with the same seed have the same id.',
      edits: [
        {
          file: 'engine/venue.ts',
          from: 'log = createEventLog(clock, history) }',
          to: "log = Object.assign(createEventLog(clock, history), { id: chance.id('logId', '') }) }",
        },
      ],
      breaks: [
        venues('A position in one log is not valid in another'),
        venues('A venue can be reset to an empty log'),
      ],
    },
    {
      name: 'names-do-not-matter',
      defect:
        'The delay of an order that bears a name follows from how many were placed before it.',
      edits: [
        {
          file: 'engine/plan/planner.ts',
          from: "'executionDelay', clientOrderId)",
          to: "'executionDelay', '', ordinal)",
        },
      ],
      breaks: [
        rulesOf('Same seed, same story')(
          'An order with a client order id ends the same way, whenever it arrives',
        ),
      ],
    },
    {
      name: 'quick-time-is-slow',
      defect: 'Where time is to pass faster it passes as it does outside.',
      edits: [
        {
          file: 'api/venues/venue-time.ts',
          from: 'const { speed } = setting',
          to: 'const speed = 1',
        },
      ],
      breaks: [holding('Time in a venue can pass faster than real time')],
    },
    {
      name: 'journal-forgets-nothing',
      defect: 'A journal that is cleared still tells of what was before.',
      edits: [{ file: 'api/journal/journal.ts', from: 'entries.clear()', to: 'void entries' }],
      breaks: [journal('The journal can be cleared')],
    },
    {
      name: 'address-names-no-venue',
      defect: 'Who names a venue in the address trades in the one that all share.',
      edits: [
        {
          file: 'api/http/resolve-venue.ts',
          from: "searchParams.get('venue') ?? mainVenue",
          to: "searchParams.get('') ?? mainVenue",
        },
      ],
      breaks: [venues('A client that cannot set headers can name the venue in the address')],
    },
    {
      name: 'begun-anew-in-the-same-log',
      defect: 'A venue that is begun anew says that its log is still the one that it had.',
      edits: [
        {
          file: 'api/venues/venues.ts',
          from: 'return put({ ...venue.options, time: time.anew?.() ?? time })',
          to: 'const next = put({ ...venue.options, time: time.anew?.() ?? time })\n      Object.assign(next.venue, { logId: venue.venue.logId })\n      return next',
        },
      ],
      breaks: [venues('A venue can be reset to an empty log')],
    },
    {
      name: 'unknown-venue-is-the-main-one',
      defect: 'Who names a venue that is not there trades in the one that all share.',
      edits: [
        {
          file: 'api/http/resolve-venue.ts',
          from: 'name === mainVenue ? venues.main : venues.find(name)',
          to: 'venues.find(name) ?? venues.main',
        },
      ],
      breaks: [venues('Requests to a venue that does not exist are refused')],
    },
    {
      name: 'orders-leak-between-venues',
      defect: 'An order can be looked up from another venue.',
      edits: [
        {
          file: 'engine/read-model/order-book.ts',
          from: '/** Creates an empty book',
          to: 'const everywhere = new Map()\n\n/** Creates an empty book',
        },
        {
          file: 'engine/read-model/order-book.ts',
          from: 'const ordinal = orders.push(order) - 1\n',
          to: 'const ordinal = orders.push(order) - 1\n    everywhere.set(order.orderId, order)\n',
        },
        {
          file: 'engine/read-model/order-book.ts',
          from: 'const find = (orderId: string, position?: number) => at(ordinals.get(orderId), position)',
          to: 'const find = (orderId: string, position?: number) => at(ordinals.get(orderId), position) ?? (ordinals.has(orderId) ? undefined : everywhere.get(orderId))',
        },
      ],
      breaks: [venues('What happens in one venue affects no other')],
    },
    {
      name: 'fault-befalls-nobody',
      defect: 'A failure that was staged before an order is recorded does not come.',
      edits: [
        {
          file: 'api/http/run-command.ts',
          from: "const before = faultInjection.faults.match('before-commit', request)",
          to: 'const before = undefined',
        },
      ],
      breaks: [honest, nothingLeft],
    },
    {
      name: 'lost-request-was-recorded',
      defect: 'A request that is lost before it acts has acted.',
      edits: [
        {
          file: 'api/http/run-command.ts',
          from: 'if (failed) return failed\n  const answer = await run(c, wanted)\n',
          to: 'const answer = await run(c, wanted)\n  if (failed) return failed\n',
        },
      ],
      breaks: [honest, nothingLeft],
    },
    {
      name: 'fault-befalls-for-ever',
      defect: 'What was staged for the next request befalls all that come.',
      edits: [
        {
          file: 'engine/plan/rules.ts',
          from: '(times !== undefined && hits >= times) ||',
          to: '',
        },
      ],
      breaks: [honest, deciding('A rule can apply to some of the matching orders')],
    },
    {
      name: 'failure-knows-too-much',
      defect: 'A venue that fails after it has recorded an order says that nothing was recorded.',
      edits: [
        {
          file: 'api/http/failure.ts',
          from: "isInterrupted ? 'unknown' : undefined",
          to: 'undefined',
        },
      ],
      breaks: [honest],
    },
    {
      name: 'failure-without-a-time',
      defect: 'Who is turned away is not told when to ask again.',
      edits: [
        {
          file: 'api/http/failure.ts',
          from: 'const hasRetryAfter = status === 429 || status === 503',
          to: 'const hasRetryAfter = false',
        },
      ],
      breaks: [honest],
    },
    {
      name: 'race-is-always-won-by-one',
      defect: 'A race is won by the cancellation, whoever was chosen.',
      edits: [
        {
          file: 'api/faults/races.ts',
          from: "race.action === 'seeded' ? drawn(order) : race.action",
          to: "'cancellation'",
        },
      ],
      breaks: [staging('The chosen side of a race comes first, and the other changes nothing')],
    },
    {
      name: 'breakpoint-holds-nobody',
      defect: 'A request that is said to be held goes on.',
      edits: [
        {
          file: 'api/http/run-command.ts',
          from: 'if (breakpoint !== undefined) {',
          to: 'if (false as boolean) {',
        },
      ],
      breaks: [staging('A request can be held just before it acts')],
    },
    {
      name: 'crash-forgets-what-is-held',
      defect: 'After a crash an order that was held is executed.',
      edits: [
        {
          file: 'engine/writer.ts',
          from: 'sideRecords.set(planPrefix + orderId, plan)\n',
          to: '\n',
        },
      ],
      breaks: [surviving('A crash changes no order')],
    },
    {
      name: 'crash-is-not-felt',
      defect: 'Who listens to a venue that crashes stays connected, and hears nothing more.',
      edits: [
        {
          file: 'api/venues/hosted-venue.ts',
          from: 'running.stream.cutOff()',
          to: 'void running',
        },
      ],
      breaks: [
        surviving('A crash breaks connections, and a listener that reconnects misses nothing'),
      ],
    },
    {
      name: 'crash-stops-nothing',
      defect: 'What waits for its turn when a venue crashes is carried out all the same.',
      edits: [
        {
          file: 'api/venues/hosted-venue.ts',
          from: 'requests.abortAll()\n    running.stream.cutOff',
          to: 'running.stream.cutOff',
        },
      ],
      breaks: [surviving('A request in progress is not carried out after a crash')],
    },
    {
      name: 'crash-forgets-keys',
      defect: 'After a crash a ticket that is sent again under its key makes a second order.',
      edits: [
        {
          file: 'api/venues/hosted-venue.ts',
          from: 'createIdempotencyKeys(clock, venue.sideRecords)',
          to: 'createIdempotencyKeys(clock)',
        },
      ],
      breaks: [
        surviving('A request that is repeated with its key after a crash gets the same answer'),
      ],
    },
    {
      name: 'last-rule-decides',
      defect: 'Of two rules about an order the last one decides.',
      edits: [
        {
          file: 'engine/plan/rules.ts',
          from: 'rules.find((one) => applies(one, subject, key))',
          to: 'rules.findLast((one) => applies(one, subject, key))',
        },
      ],
      breaks: [deciding('The first rule that matches decides')],
    },
    {
      name: 'rule-misses-its-bound',
      defect: 'A rule about quantities up to a number is not about that number.',
      edits: [
        {
          file: 'engine/criteria.ts',
          from: 'quantity <= (range.max',
          to: 'quantity < (range.max',
        },
      ],
      breaks: [
        deciding('A rule applies to the orders that match all of its conditions, and to no others'),
      ],
    },
    {
      name: 'lost-message-comes',
      defect: 'A message that was to get lost comes.',
      edits: [
        {
          file: 'api/broadcast/faulty-sink.ts',
          from: "case 'drop':\n",
          to: "case 'drop':\n        this.#enqueue(message, delayMs)\n",
        },
      ],
      breaks: [
        rulesOf('Unreliable streams')(
          'A listener that checks the sequence of messages detects every fault',
        ),
      ],
    },
    {
      name: 'answer-is-never-overtaken',
      defect: 'An answer that is to be kept back is kept back before anything has happened.',
      edits: [
        {
          file: 'api/rest/latency.ts',
          from: "const answer = await next()\n  if (afterMs > 0) await c.get('inFlight').wait(afterMs)\n",
          to: "if (afterMs > 0) await c.get('inFlight').wait(afterMs)\n  const answer = await next()\n",
        },
      ],
      breaks: [shapes('A message can arrive before the answer to the request that caused it')],
    },
    {
      name: 'stream-does-not-lag',
      defect: 'A stream that is to lag behind does not.',
      edits: [
        {
          file: 'api/faults/stream-faults.ts',
          from: "delayMs: delay === undefined ? 0 : chance.delayMs(delay, 'stream delay', key),",
          to: 'delayMs: 0,',
        },
      ],
      breaks: [shapes('The stream can lag behind the answers')],
    },
    {
      name: 'journal-tells-secrets',
      defect: 'The journal shows header fields that hold secrets.',
      edits: [
        {
          file: 'api/journal/redaction.ts',
          from: 'isSecretName(name) ? redacted : shownText(value)',
          to: 'shownText(value)',
        },
      ],
      breaks: [journal('The journal never shows a secret')],
    },
    {
      name: 'journal-tells-secrets-in-addresses',
      defect: 'The journal shows the address of a request with the secrets in it.',
      edits: [
        {
          file: 'api/control/journal-view.ts',
          from: 'target: shownText(target)',
          to: 'target',
        },
      ],
      breaks: [journal('The journal never shows a secret')],
    },
    {
      name: 'journal-keeps-no-bytes',
      defect: 'The journal keeps the text of a body, which loses its byte-order mark.',
      edits: [
        {
          file: 'api/journal/journal.ts',
          from: 'entry.body = sentBody(bytes)',
          to: 'entry.body = new TextDecoder().decode(bytes)',
        },
      ],
      breaks: [journal('The journal shows requests word for word')],
    },
    {
      name: 'journal-blames-the-wrong-one',
      defect: 'The journal says of a request that it made the change after its own.',
      edits: [
        {
          file: 'api/http/journal-notes.ts',
          from: "addEffects(entry, after, c.get('hosted').venue.position)",
          to: "addEffects(entry, after + 1, c.get('hosted').venue.position + 1)",
        },
      ],
      breaks: [journal('The journal shows every request, and the changes that it made')],
    },
    {
      name: 'journal-believes-that-all-was-told',
      defect: 'The journal says of a message that was lost that it was sent.',
      edits: [
        {
          file: 'api/journal/connection-record.ts',
          from: 'this.#inFlight.shift()\n      this.#keep(next, false)',
          to: 'this.#inFlight.shift()\n      this.#keep(next, true)',
        },
      ],
      breaks: [
        rulesOf('Unreliable streams')(
          'The journal shows what each listener really received, and each fault on the way',
        ),
      ],
    },
    {
      name: 'journal-in-single-precision',
      defect: 'The journal says of a message that it told the quantity as a number of 32 bits.',
      edits: [
        {
          file: 'api/views/message-view.ts',
          from: '...orderView(order),',
          to: '...orderView(order),\n  quantity: Math.fround(order.ticket.quantity),',
        },
      ],
      breaks: [
        journal(
          'The journal shows what a listener received and sent, and who ended the connection',
        ),
      ],
    },
    {
      name: 'journal-blames-the-client',
      defect: 'The journal says of every connection that the client has ended it.',
      edits: [
        {
          file: 'api/journal/connection-record.ts',
          from: "by: 'venue',",
          to: "by: 'client',",
        },
      ],
      breaks: [
        journal(
          'The journal shows what a listener received and sent, and who ended the connection',
        ),
      ],
    },
  ],
}
