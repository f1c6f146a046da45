import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { createChance } from '../chance/chance.ts'
import { isRefusal, type OrderEvent, type OrderId, type Ticket } from '../order.ts'
import { createVirtualClock } from '../time/clock.ts'
import { createVenue } from '../venue.ts'
import { createEventLog } from './event-log.ts'
import { type Commit, CommitFailed } from './stored-log.ts'

const ticket: Ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 }
const executed = { type: 'OrderExecuted', orderId: 'x' as OrderId } as const

/** A venue whose commits wait until the test settles them. */
function open() {
  const clock = createVirtualClock()
  const commits: (Commit & PromiseWithResolvers<void>)[] = []
  const failures: CommitFailed[] = []
  const log = createEventLog(clock, {
    write: () => (commit) => {
      const settle = Promise.withResolvers<void>()
      commits.push({ ...commit, ...settle })
      return settle.promise
    },
    onFailed: (error) => failures.push(error),
  })
  const executionDelay = { minMs: 1500, maxMs: 1500 }
  const venue = createVenue({ clock, chance: createChance('a seed'), executionDelay, log })
  const received: OrderEvent[] = []
  venue.follow((changes) => received.push(...changes.map(({ event }) => event)))
  return { clock, log, venue, commits, failures, received }
}

/** The positions in a commit. */
const positionsOf = ({ events }: Commit) => events.map(({ position }) => position)

describe('A commit', () => {
  test('holds everything that one turn of the event loop recorded', async () => {
    const { venue, commits } = open()
    const order = venue.place(ticket)
    venue.place(ticket)
    assert.ok(!isRefusal(order))
    venue.hold(order.orderId)
    assert.equal(commits.length, 0)
    await turn()

    assert.deepEqual(commits.map(positionsOf), [[1, 2]])
    assert.deepEqual(
      [...(commits[0]?.records ?? [])],
      [[`plan ${order.orderId}`, { does: 'hold' }]],
    )
  })

  test('waits for the one in flight, and then holds everything recorded meanwhile', async () => {
    const { venue, commits } = open()
    venue.place(ticket)
    await turn()
    venue.place(ticket)
    await turn()
    venue.place(ticket)
    await turn()
    assert.equal(commits.length, 1)
    commits[0]?.resolve()
    await turn()
    await turn()

    assert.deepEqual(commits.map(positionsOf), [[1], [2, 3]])
  })

  test('removes a side record that was set before', async () => {
    const { log, commits } = open()
    log.sideRecords.set('a', 1).set('b', 2)
    log.sideRecords.delete('a')
    log.sideRecords.delete('never set')
    await turn()
    assert.deepEqual(
      [...(commits[0]?.records ?? [])],
      [
        ['a', undefined],
        ['b', 2],
      ],
    )
  })
})

describe('A fence', () => {
  test('is a commit even if nothing is recorded', async () => {
    const { log, commits } = open()

    log.fence()
    const recorded = log.recorded()
    await turn()

    assert.deepEqual(commits.map(positionsOf), [[]])
    assert.equal(log.isRecorded, false)
    commits[0]?.resolve()
    await recorded
    assert.equal(log.isRecorded, true)
  })

  test('is one commit with what is recorded in the same turn', async () => {
    const { log, venue, commits } = open()

    log.fence()
    venue.place(ticket)
    await turn()

    assert.deepEqual(commits.map(positionsOf), [[1]])
  })
})

describe('Before its commit is durable, an event', () => {
  test('is known to nobody outside the venue', async () => {
    const { clock, venue, commits, received } = open()
    const reached: boolean[] = []
    venue.waitForPosition(1, clock.now() + 1000, (isReached) => reached.push(isReached))
    venue.place(ticket)
    let isRecorded = false
    const recorded = venue.recorded().then(() => {
      isRecorded = true
    })
    await turn()
    assert.deepEqual(
      [venue.position, venue.durableEnd, venue.changes(0, 10), received, reached, isRecorded],
      [1, 0, [], [], [], false],
    )

    commits[0]?.resolve()
    await recorded
    assert.deepEqual(
      [venue.durableEnd, venue.changes(0, 10).length, received.length, reached, isRecorded],
      [1, 1, 1, [true], true],
    )
  })
})

describe('A failed commit', () => {
  test('ends the log: nothing more is recorded or told, and the failure says what is known', async () => {
    const { log, commits, failures, received } = open()
    log.append(executed)
    await turn()
    const inFlight = log.recorded()
    log.append(executed)
    const collecting = log.recorded()
    commits[0]?.reject(new Error('disk full'))

    await assert.rejects(inFlight, {
      name: 'CommitFailed',
      outcome: 'unknown',
      message: /disk full/,
    })
    await assert.rejects(collecting, { outcome: 'not-recorded', message: /disk full/ })
    await assert.rejects(log.recorded(), { outcome: 'not-recorded' })
    assert.throws(() => log.append(executed), CommitFailed)
    assert.throws(() => log.sideRecords.set('a', 1), CommitFailed)
    await turn()
    assert.deepEqual([commits.length, failures.length, log.durableEnd, received], [1, 1, 0, []])
  })

  test('keeps the outcome that the store names', async () => {
    const { log, commits } = open()
    log.append(executed)
    const recorded = log.recorded()
    await turn()
    commits[0]?.reject(new CommitFailed('disk full', 'not-recorded'))
    await assert.rejects(recorded, { outcome: 'not-recorded', message: 'disk full' })
  })
})

describe('An abandoned log', () => {
  test('lets the commit in flight settle, and refuses changes that are not committed yet', async () => {
    const { log, commits, failures } = open()
    log.append(executed)
    await turn()
    log.append(executed)
    const collecting = log.recorded()
    let hasSettled = false
    const abandoned = log.abandon(new CommitFailed('gone', 'not-recorded')).then(() => {
      hasSettled = true
    })
    assert.throws(() => log.append(executed), { message: 'gone', outcome: 'not-recorded' })
    await assert.rejects(collecting, { message: 'gone', outcome: 'not-recorded' })
    await turn()
    assert.equal(hasSettled, false)
    commits[0]?.reject(new Error('disk full'))
    await abandoned
    await turn()
    assert.deepEqual([commits.length, failures], [1, []])
  })
})

describe('A log without a store', () => {
  test('is durable at once, and asks again for each change', async () => {
    let write: ((commit: Commit) => Promise<void>) | undefined
    const log = createEventLog(createVirtualClock(), { write: () => write })
    log.append(executed)
    assert.deepEqual([log.durableEnd, log.isRecorded], [1, true])
    write = () => Promise.resolve()
    log.append(executed)
    assert.deepEqual([log.durableEnd, log.isRecorded], [1, false])
    await log.recorded()
    assert.deepEqual([log.durableEnd, log.isRecorded], [2, true])
  })
})

describe('A venue in standby', () => {
  test('acts on its plans once it is activated, and on overdue ones too', async () => {
    const { clock, venue, commits, log } = open()
    venue.place(ticket)
    await turn()
    commits[0]?.resolve()
    await log.recorded()
    const events = [...venue.events(0, 1)]
    venue.stop()
    const standby = createVenue({
      clock,
      chance: createChance('a seed'),
      executionDelay: { minMs: 0, maxMs: 0 },
      log: createEventLog(clock, { id: log.id, events }),
      isStandby: true,
    })
    clock.advance(2000)
    assert.equal(standby.position, 1)
    assert.equal(standby.list({ limit: 1 }).orders[0]?.orderStatus, 'PENDING')
    standby.activate()
    clock.advance(0)
    assert.equal(standby.list({ limit: 1 }).orders[0]?.orderStatus, 'EXECUTED')
    assert.equal(standby.logId, log.id)
  })
})
