import { type Family, rulesOf } from './mutant.ts'

const deciding = rulesOf('Deciding outcomes')
const deciders = rulesOf('Orders that state their outcome')
const failing = rulesOf('Failing on demand')
const holding = rulesOf('Holding time')
const end = holding('Time cannot move beyond the year 9999')
const shapes = rulesOf('Latency distributions')
const losing = rulesOf('Losing a reply')
const recording = rulesOf('Recording before telling')
const staging = rulesOf('Staging a race')
const surviving = rulesOf('Surviving a crash')
const takeover = rulesOf('Takeover')
const venues = rulesOf('Isolated venues')
const journal = rulesOf('What a client really sent')
const explaining = rulesOf('Explaining faults')

const honest = failing(
  'An error says whether the request was recorded, as far as its sender can know',
)
const nothingLeft = losing(
  'A request that is lost before it is recorded has no effect, and its key can be used again',
)

export const controls: Family = {
  subject: 'Under control',
  mutants: [
    {
      name: 'rejection-attributed-to-trader',
      defect: 'A rejection by the market is shown as a cancellation by the trader.',
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
      name: 'trading-is-at-control',
      defect: 'The control API gives its own address as that of the trading API.',
      edits: [
        {
          file: 'api/control/platform.ts',
          from: 'urlAt(addresses.trading,',
          to: 'urlAt(addresses.control,',
        },
      ],
      breaks: [venues('The control API says where traders reach the venues')],
    },
    {
      name: 'waits-end-now',
      defect: 'Requests that wait are said to be answered now.',
      edits: [
        {
          file: 'api/control/venue-view.ts',
          from: 'requestsDueAt: instantView(waitsUntil)',
          to: 'requestsDueAt: instantView(time.clock.now())',
        },
      ],
      breaks: [holding('A delayed answer comes only when its latency has passed')],
    },
    {
      name: 'plan-forgets-holds',
      defect: 'The plan of a held order is still its first one.',
      edits: [
        {
          file: 'engine/plan/execution-scheduler.ts',
          from: '      if (due === undefined) return\n      plans.set',
          to: "      if (due === undefined) {\n        plans.set(orderId, { does: 'execute', dueAt: 0 })\n        return\n      }\n      plans.set",
        },
      ],
      breaks: [
        rulesOf('Playing the market')('The market knows how a PENDING order will end by itself'),
      ],
    },
    {
      name: 'stated-outcome-is-ignored',
      defect: 'The outcome that an order states is ignored.',
      edits: [
        { file: 'api/rest/outcome-header.ts', from: "  c.set('outcome', outcome)\n", to: '' },
      ],
      breaks: [deciders('An order ends as it stated when it was placed')],
    },
    {
      name: 'rules-override-stated-outcome',
      defect: 'The rules of the venue override the outcome that an order states.',
      edits: [
        {
          file: 'engine/plan/planner.ts',
          from: 'outcome ?? ruled(ticket, ordinal, tell)',
          to: 'ruled(ticket, ordinal, tell) ?? outcome',
        },
      ],
      breaks: [deciders('The outcome that an order states overrides the rules of the venue')],
    },
    {
      name: 'held-time-runs-ahead',
      defect: 'A held clock triggers timers one millisecond before they are due.',
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
      defect:
        'An event that is due during a move of the held clock is stamped with the end of the move.',
      edits: [
        {
          file: 'engine/time/clock.ts',
          from: 'time = Math.max(time, due)\n    timers',
          to: 'time = Math.max(time, end)\n    timers',
        },
      ],
      breaks: [
        holding('Every due order is executed at its own time, however far time moves at once'),
      ],
    },
    {
      name: 'move-stops-at-the-end-of-time',
      defect: 'A move beyond the end of time stops at the end instead of being refused.',
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
      name: 'due-after-the-end-of-time',
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
      defect: 'The offset of an instant is ignored.',
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
      defect: 'A venue ignores the seed that it is given.',
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
          'With the same seed, the same requests in the same order produce the same log',
        ),
      ],
    },
    {
      name: 'log-id-follows-from-the-seed',
      defect: 'Two venues with the same seed have the same log id.',
      edits: [
        {
          file: 'api/venues/hosted-venue.ts',
          from: ': { events: history }',
          to: ": { events: history, id: chance.id('logId', '') }",
        },
      ],
      breaks: [
        venues('A position in one log is not valid in another'),
        venues('A venue can be reset to an empty log'),
      ],
    },
    {
      name: 'delay-ignores-client-order-id',
      defect:
        'The execution delay depends on the number of earlier orders, not on the client order id.',
      edits: [
        {
          file: 'engine/plan/planner.ts',
          from: "'executionDelay', clientOrderId)",
          to: "'executionDelay', '', ordinal)",
        },
      ],
      breaks: [
        rulesOf('Same seed, same story')(
          'With the same seed, an order with the same client order id ends the same way, whenever it arrives',
        ),
      ],
    },
    {
      name: 'fast-clock-runs-in-real-time',
      defect: 'A fast clock runs in real time.',
      edits: [
        {
          file: 'api/venues/venue-time.ts',
          from: 'scaled(setting.speed,',
          to: 'scaled(1,',
        },
      ],
      breaks: [holding('Time in a venue can pass faster than real time')],
    },
    {
      name: 'steps-are-played-at-once',
      defect: 'Recorded steps are played without letting time pass to the time of each.',
      edits: [
        {
          file: 'api/control/step-player.ts',
          from: "if (step.by === 'clock') await act(moveTo(step.at))",
          to: '',
        },
      ],
      breaks: [
        rulesOf('Same seed, same story')(
          'A recording can be played again in a venue with the same seed',
        ),
      ],
    },
    {
      name: 'delayed-messages-count-as-read',
      defect: 'Messages that a fault delays do not count as unread.',
      edits: [
        {
          file: 'api/broadcast/subscription.ts',
          from: 'unreadBytes: () => writer.sink.unreadBytes',
          to: 'unreadBytes: () => 0',
        },
      ],
      breaks: [
        rulesOf('Being disconnected')(
          'The state of a venue shows how much its listeners have not received yet',
        ),
      ],
    },
    {
      name: 'journal-cannot-be-switched-off',
      defect: 'Switching the journal off changes nothing.',
      edits: [{ file: 'api/venues/journal-switch.ts', from: 'else current = undefined', to: '' }],
      breaks: [journal('The journal can be switched on and off while the venue is open')],
    },
    {
      name: 'reset-forgets-the-journal',
      defect: 'A reset switches the journal back to its first setting.',
      edits: [
        {
          file: 'api/venues/venues.ts',
          from: 'keepsJournal: journal !== undefined,',
          to: '',
        },
      ],
      breaks: [journal('The journal can be switched on and off while the venue is open')],
    },
    {
      name: 'journal-is-not-cleared',
      defect: 'Clearing the journal removes nothing.',
      edits: [{ file: 'api/journal/journal.ts', from: 'entries.clear()', to: 'void entries' }],
      breaks: [journal('The journal can be cleared')],
    },
    {
      name: 'venue-in-the-address-is-ignored',
      defect: 'A venue name in the address is ignored, and the main venue is used.',
      edits: [
        {
          file: 'api/http/resolve-venue.ts',
          from: "searchParams.get('venue') ?? mainVenue",
          to: "searchParams.get('') ?? mainVenue",
        },
      ],
      breaks: [venues('A client can name the venue in the address')],
    },
    {
      name: 'reset-keeps-the-log-id',
      defect: 'A reset venue keeps its log id.',
      edits: [
        {
          file: 'api/venues/venues.ts',
          from: 'return put(optionsAfterReset(venue))',
          to: 'const next = put(optionsAfterReset(venue))\n      Object.assign(next.venue, { logId: venue.venue.logId })\n      return next',
        },
      ],
      breaks: [venues('A venue can be reset to an empty log')],
    },
    {
      name: 'unknown-venue-is-the-main-one',
      defect: 'A request to an unknown venue goes to the main venue.',
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
      name: 'fault-before-commit-is-ignored',
      defect: 'A fault before the commit has no effect.',
      edits: [
        {
          file: 'api/http/run-command.ts',
          from: "const before = faults.match('before-commit', request, tell)",
          to: 'const before = undefined',
        },
      ],
      breaks: [honest, nothingLeft],
    },
    {
      name: 'request-lost-before-commit-is-recorded',
      defect: 'A request that is lost before the commit is recorded.',
      edits: [
        {
          file: 'api/http/run-command.ts',
          from: 'if (failed) return failed\n  const answer = await runNow(c, command, wanted)\n',
          to: 'const answer = await runNow(c, command, wanted)\n  if (failed) return failed\n',
        },
      ],
      breaks: [honest, nothingLeft],
    },
    {
      name: 'rule-ignores-its-limit',
      defect: 'A rule for a limited number of requests applies to all.',
      edits: [
        {
          file: 'engine/plan/rules.ts',
          from: '(times !== undefined && hits >= times) ||',
          to: '',
        },
      ],
      breaks: [honest, deciding('A rule can be limited to some of the orders that it matches')],
    },
    {
      name: 'failure-claims-nothing-was-recorded',
      defect: 'A failure after the commit says that nothing was recorded.',
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
      name: 'refusal-without-retry-after',
      defect: 'A 429 or 503 has no Retry-After.',
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
      name: 'race-ignores-the-chosen-winner',
      defect: 'The cancellation wins every race, even if the execution was chosen.',
      edits: [
        {
          file: 'api/faults/races.ts',
          from: "race.action === 'seeded' ? drawn(order) : race.action",
          to: "'cancellation'",
        },
      ],
      breaks: [
        staging('The side chosen to win a race acts first, and the other side changes nothing'),
      ],
    },
    {
      name: 'breakpoint-is-ignored',
      defect: 'A breakpoint does not hold a request.',
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
      name: 'crash-releases-held-orders',
      defect: 'After a crash, an order that the market held is executed.',
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
      name: 'crash-keeps-connections',
      defect: 'A crash leaves the connections of listeners open, and they receive nothing more.',
      edits: [
        {
          file: 'api/venues/venue-runner.ts',
          from: 'running.stream.cutOff()',
          to: 'void running',
        },
      ],
      breaks: [
        surviving('A crash breaks connections, and a listener that reconnects misses nothing'),
      ],
    },
    {
      name: 'crash-does-not-stop-requests',
      defect: 'A request in progress is carried out after a crash.',
      edits: [
        {
          file: 'api/venues/venue-runner.ts',
          from: 'abortRequests()\n    running.stream.cutOff',
          to: 'running.stream.cutOff',
        },
      ],
      breaks: [surviving('A request in progress is not carried out after a crash')],
    },
    {
      name: 'crash-forgets-keys',
      defect: 'After a crash, a ticket that is repeated with its key makes a second order.',
      edits: [
        {
          file: 'api/venues/hosted-venue.ts',
          from: 'keys.attach(log.sideRecords)',
          to: 'keys.attach(new Map())',
        },
      ],
      breaks: [
        surviving('A request that is repeated with its key after a crash gets the same answer'),
      ],
    },
    {
      name: 'reply-before-record',
      defect: 'A reply does not wait until what it says is recorded.',
      edits: [
        {
          file: 'api/http/hold-back.ts',
          from: 'return recorded && until(c, c.get',
          to: 'return (undefined as undefined) && until(c, c.get',
        },
      ],
      breaks: [recording('Nobody learns of a change before it is recorded')],
    },
    {
      name: 'message-before-record',
      defect: 'Listeners are notified of a change before it is recorded.',
      edits: [
        {
          file: 'engine/log/event-log.ts',
          from: 'if (!isWaiting) onDurable(1)',
          to: 'onDurable(isWaiting === undefined ? 0 : 1)',
        },
      ],
      breaks: [recording('Nobody learns of a change before it is recorded')],
    },
    {
      name: 'failed-commit-is-certain',
      defect: 'A request that the venue failed to record claims that nothing was recorded.',
      edits: [
        {
          file: 'api/faults/commit-faults.ts',
          from: "injected.', 'unknown')",
          to: "injected.', 'not-recorded')",
        },
      ],
      breaks: [
        recording(
          'A request that the venue failed to record is answered as unknown, and can be repeated',
        ),
      ],
    },
    {
      name: 'key-in-a-later-commit',
      defect: 'The key of a request is recorded after its order, so a failure can separate them.',
      edits: [
        {
          file: 'api/http/idempotency.ts',
          from: '  const { status, headers } = c.res\n',
          to: '  await new Promise((resolve) => setImmediate(resolve))\n  const { status, headers } = c.res\n',
        },
      ],
      breaks: [
        recording(
          'A request that the venue failed to record is answered as unknown, and can be repeated',
        ),
        recording('A venue that crashes while it records an order has all of it or nothing'),
      ],
    },
    {
      name: 'crash-records-anyway',
      defect: 'An order is in the log although the venue crashed before it was recorded.',
      edits: [
        {
          file: 'api/faults/commit-faults.ts',
          from: '|| fault.recorded) await',
          to: "|| fault.recorded || fault.does === 'crash') await",
        },
      ],
      breaks: [
        recording('A venue that crashes while it records an order has all of it or nothing'),
      ],
    },
    {
      name: 'failure-keeps-listeners',
      defect: 'After a failure to record, listeners stay connected and receive nothing more.',
      edits: [
        {
          file: 'api/venues/venue-runner.ts',
          from: 'running.stream.close(reason)\n',
          to: 'if (reason !== serviceRestart) running.stream.close(reason)\n',
        },
      ],
      breaks: [
        recording('A failure to record asks listeners to reconnect, and they miss nothing'),
        takeover('A takeover asks listeners to reconnect, and they miss nothing'),
      ],
    },
    {
      name: 'takeover-acts-on-refused-commands',
      defect: 'A command that is refused during a takeover is carried out afterwards.',
      edits: [
        {
          file: 'api/http/run-command.ts',
          from: 'if (reason) throw reason',
          to: [
            'if (reason) {',
            "    const { outage } = c.get('hosted')",
            '    setImmediate(async () => {',
            '      while (outage.reason) await new Promise((resolve) => setImmediate(resolve))',
            '      await Promise.try(run, c, wanted).catch(() => {})',
            '    })',
            '    throw reason',
            '  }',
          ].join('\n'),
        },
      ],
      breaks: [takeover('During a takeover, commands are refused and have no effect')],
    },
    {
      name: 'takeover-refuses-only-changes',
      defect: 'A command that would change nothing is answered during a takeover.',
      edits: [
        {
          file: 'api/http/run-command.ts',
          from: 'if (reason) throw reason',
          to: "if (reason && endpoint === 'POST /orders') throw reason",
        },
      ],
      breaks: [takeover('During a takeover, commands are refused and have no effect')],
    },
    {
      name: 'takeover-refuses-lookups',
      defect: 'Lookups are refused during a takeover.',
      edits: [
        {
          file: 'api/http/run-command.ts',
          from: "if (endpoint.startsWith('GET ')) return run(c, wanted)",
          to: "if (endpoint === 'GET /orders') return run(c, wanted)",
        },
      ],
      breaks: [takeover('During a takeover, lookups go on')],
    },
    {
      name: 'takeover-forgets-keys',
      defect: 'The node that takes over does not know the keys of earlier requests.',
      edits: [
        {
          file: 'api/venues/venue-runner.ts',
          from: 'records: new Map(venue.sideRecords)',
          to: 'records: new Map()',
        },
      ],
      breaks: [takeover('A takeover loses nothing that was confirmed')],
    },
    {
      name: 'takeover-forgets-timers',
      defect: 'The node that takes over does not execute the orders that were placed before.',
      edits: [{ file: 'api/venues/venue-runner.ts', from: '    running.activate()\n', to: '' }],
      breaks: [takeover('A takeover loses nothing that was confirmed')],
    },
    {
      name: 'last-rule-decides',
      defect: 'The last rule that matches an order decides, not the first.',
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
      name: 'quantity-range-excludes-its-maximum',
      defect: 'A rule for a range of quantities excludes its maximum.',
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
      name: 'lost-message-is-delivered',
      defect: 'A message that should be lost is delivered.',
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
      name: 'answer-delay-precedes-the-change',
      defect: 'A delay of the answer takes place before the change instead of after it.',
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
      defect: 'The delay of the stream has no effect.',
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
      name: 'journal-shows-secret-headers',
      defect: 'The journal shows header fields with secrets.',
      edits: [
        {
          file: 'api/journal/redaction.ts',
          from: 'isSecretName(name) ? redacted : redactText(value)',
          to: 'redactText(value)',
        },
      ],
      breaks: [journal('The journal never shows a secret')],
    },
    {
      name: 'journal-shows-secrets-in-addresses',
      defect: 'The journal shows secrets in the address of a request.',
      edits: [
        {
          file: 'api/control/journal-view.ts',
          from: 'target: redactText(target)',
          to: 'target',
        },
      ],
      breaks: [journal('The journal never shows a secret')],
    },
    {
      name: 'journal-decodes-bodies',
      defect: 'The journal decodes a body to text, which loses its byte-order mark.',
      edits: [
        {
          file: 'api/journal/journal.ts',
          from: 'entry.body = sentBody(bytes)',
          to: 'entry.body = new TextDecoder().decode(bytes)',
        },
      ],
      breaks: [journal('The journal shows requests exactly as they were sent')],
    },
    {
      name: 'journal-shows-the-next-change',
      defect: 'The journal attributes the next change to a request, not the one that it made.',
      edits: [
        {
          file: 'api/http/journal-notes.ts',
          from: 'addEffects(entry, after, venue.position)',
          to: 'addEffects(entry, after + 1, venue.position + 1)',
        },
      ],
      breaks: [journal('The journal shows every request, and the changes that it made')],
    },
    {
      name: 'journal-shows-lost-messages-as-sent',
      defect: 'The journal shows a lost message as sent.',
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
      defect: 'The journal shows the quantity of a message in single precision.',
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
      name: 'journal-always-names-the-client',
      defect: 'The journal says that the client ended every connection.',
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
    {
      name: 'rejection-has-no-reason',
      defect: 'An order that a rule rejects is cancelled without the reason of the rule.',
      edits: [
        {
          file: 'engine/plan/planner.ts',
          from: "{ does: 'cancel', dueAt, reason: decided.reason }",
          to: "{ does: 'cancel', dueAt }",
        },
      ],
      breaks: [deciding('An order that matches a rule ends as the rule says')],
    },
    {
      name: 'held-order-cannot-be-cancelled',
      defect: 'A trader cannot cancel an order that a rule holds.',
      edits: [
        {
          file: 'engine/commands.ts',
          from: "return sendTo<CancelledOrder>(order, { type: 'CANCEL', cancelledBy, reason })",
          to: [
            'const isHeld = log',
            '  .read(0, log.end)',
            "  .some((event) => event.orderId === orderId && event.type === 'OrderPlaced' && event.plan.does === 'hold')",
            "if (isHeld) return { refused: 'OrderAlreadyExecuted', orderId: order.orderId }",
            "return sendTo<CancelledOrder>(order, { type: 'CANCEL', cancelledBy, reason })",
          ].join('\n'),
        },
      ],
      breaks: [deciding('A trader can cancel an order while a rule keeps it PENDING')],
    },
    {
      name: 'measured-latencies-are-averaged',
      defect: 'A latency with measured values is always their mean.',
      edits: [
        {
          file: 'engine/chance/delay.ts',
          from: 'return delay.valuesMs[Math.floor(fraction * delay.valuesMs.length)] as number',
          to: 'return Math.round(delay.valuesMs.reduce((a, b) => a + b) / delay.valuesMs.length)',
        },
      ],
      breaks: [shapes('Latencies follow the distribution that the venue is given')],
    },
    {
      name: 'invalid-outcome-is-ignored',
      defect: 'An order that states an invalid outcome is placed without one.',
      edits: [
        {
          file: 'api/rest/outcome-header.ts',
          from: 'if (outcome instanceof Response) return Promise.resolve(outcome)',
          to: 'if (outcome instanceof Response) return next()',
        },
      ],
      breaks: [deciders('An invalid outcome is refused')],
    },
    {
      name: 'ended-order-is-held',
      defect: 'The market can hold an order that has ended.',
      edits: [
        {
          file: 'engine/commands.ts',
          from: "if (order.orderStatus !== 'PENDING') return tooLate(order)",
          to: '',
        },
      ],
      breaks: [rulesOf('Playing the market')('The market cannot change an order that has ended')],
    },
    {
      name: 'race-is-always-won-by-cancellation',
      defect: 'The cancellation wins every race for which no winner was chosen.',
      edits: [
        {
          file: 'api/faults/races.ts',
          from: "< 0.5 ? 'execution' : 'cancellation'",
          to: "< 0 ? 'execution' : 'cancellation'",
        },
      ],
      breaks: [staging('The seed decides a race for which no winner was chosen')],
    },
    {
      name: 'crash-forgets-rules',
      defect: 'A crash removes the rules about outcomes.',
      edits: [
        {
          file: 'api/venues/hosted-venue.ts',
          from: 'restart: runner.restart,',
          to: 'restart() {\n outcomes.clear()\n return runner.restart()\n },',
        },
      ],
      breaks: [surviving('Rules about outcomes still apply after a crash')],
    },
    {
      name: 'journal-omits-cancellations',
      defect: 'The journal has no cancellations.',
      edits: [
        {
          file: 'api/http/resolve-venue.ts',
          from: "const entry = journal.begin(requestRecord(c, 'request'))",
          to: "if (c.req.method === 'DELETE') return next()\n  const entry = journal.begin(requestRecord(c, 'request'))",
        },
      ],
      breaks: [journal('The journal also has the requests that made no change')],
    },
    {
      name: 'explanation-omits-faults-after-commit',
      defect: 'Faults after the commit are missing in the explanation of a request.',
      edits: [
        {
          file: 'api/http/run-command.ts',
          from: "const after = faults.match('after-commit', request, tell)",
          to: "const after = faults.match('after-commit', request)",
        },
      ],
      breaks: [
        explaining('The journal explains a request by the rules that were active when it acted'),
      ],
    },
    {
      name: 'explanation-blames-every-condition',
      defect: 'The explanation says that every condition of a rule was not met.',
      edits: [
        {
          file: 'engine/plan/verdict.ts',
          from: '!matches(oneOf<Match>(name, wanted), subject)',
          to: '!matches(rule.match, subject)',
        },
      ],
      breaks: [
        explaining('The journal explains a request by the rules that were active when it acted'),
      ],
    },
    {
      name: 'messages-are-not-explained',
      defect: 'Stream faults are missing in the explanation of a message.',
      edits: [
        {
          file: 'api/broadcast/stream.ts',
          from: 'faults.planDelivery(order, verdicts.add)',
          to: 'faults.planDelivery(order)',
        },
      ],
      breaks: [
        explaining(
          'The journal explains a message by the stream faults that were active when it was sent',
        ),
      ],
    },
    {
      name: 'stalled-messages-change-order',
      defect: 'A stalled stream sends its second message first when it continues.',
      edits: [
        {
          file: 'api/broadcast/delay-queue.ts',
          from: 'while (queue[0] && queue[0].due <= clock.now()) run(queue.shift() as Entry)',
          to: 'while (queue[0] && queue[0].due <= clock.now()) run(queue.splice(queue[1] ? 1 : 0, 1)[0] as Entry)',
        },
      ],
      breaks: [
        rulesOf('Unreliable streams')(
          'A stalled stream delivers its messages in order when it continues',
        ),
      ],
    },
  ],
}
