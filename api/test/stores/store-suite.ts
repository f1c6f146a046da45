import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import fc from 'fast-check'
import { CommitFailed, type OrderEvent } from '../../../engine/index.ts'
import type { Store } from '../../stores/store.ts'
import { eventAt, oddDrafts, ordinaryEvents } from './events.ts'
import { anyActs, checkAgainstModel } from './model.ts'
import { createRecorder } from './recorder.ts'

/** A place where a store keeps its logs, such as a file. */
export interface StorePlace {
  /** Opens the store. Opened again after `close`, it must contain what it contained before. */
  open(): Promise<Store>
  /** Deletes everything. The store is closed. */
  clear(): Promise<void>
}

/** Random sequences in the property test. */
const runs = Number(process.env.STORE_RUNS ?? 10)
/** A multiple of 8, and more than a store reads at once. */
const many = Number(process.env.STORE_EVENTS ?? 12_000)

/**
 * Tests what every store must do. `create` makes a new, empty place. Commits of the store may fail:
 * the suite then does what a venue does.
 */
export function describeStore(name: string, create: () => Promise<StorePlace>): void {
  describe(name, { timeout: 300_000 }, () => {
    let place: StorePlace
    let store: Store
    beforeEach(async () => {
      place = await create()
      store = await place.open()
    })
    afterEach(async () => {
      await store.close()
      await place.clear()
    })
    const reopen = async () => {
      await store.close()
      store = await place.open()
    }
    const openLog = async (venue = 'main') => createRecorder(await store.open(venue))

    describe('A log', () => {
      test('is empty at first', async () => {
        const { content, check } = await openLog()

        assert.deepEqual(content, { events: [], records: new Map() })
        await check()
      })

      test('keeps events in the order of their positions, of one commit and of many', async () => {
        const { record, check } = await openLog()

        await record(ordinaryEvents(1, 1))
        await record(ordinaryEvents(2, 2))
        await record(ordinaryEvents(3, 500))
        await record(ordinaryEvents(501, 501))

        const { events } = await check()
        assert.deepEqual(
          events.map(({ position }) => position),
          Array.from({ length: 501 }, (_, nth) => nth + 1),
        )
      })

      test('keeps the fields of an event in their order', async () => {
        const { record, check } = await openLog()
        const committed = oddDrafts.map((draft, nth) => eventAt(nth + 1, draft))

        await record(committed)

        const { events } = await check()
        const fieldsOf = (event: OrderEvent) => Object.keys(event)
        assert.deepEqual(events.map(fieldsOf), committed.map(fieldsOf))
      })

      test('accepts a commit of nothing', async () => {
        const { record, check } = await openLog()

        await record([])
        await record(ordinaryEvents(1, 1))
        await record([])

        await check()
      })

      for (const [mistake, events] of Object.entries({
        'leaves a gap': ordinaryEvents(4, 5),
        'repeats a position': ordinaryEvents(2, 3),
        'has a gap inside': [...ordinaryEvents(3, 3), ...ordinaryEvents(5, 5)],
      })) {
        test(`records nothing of a commit that ${mistake}`, async () => {
          const { record, refuses, check } = await openLog()
          await record(ordinaryEvents(1, 2), [['kept', 'before']])

          await refuses(events, [
            ['kept', 'after'],
            ['other', 1],
          ])

          await check()
          await record(ordinaryEvents(3, 3), [['kept', 'later']])
          await check()
        })
      }

      test('gives the caller arrays of its own', async () => {
        const { log, record, check } = await openLog()
        await record(ordinaryEvents(1, 2), [['name', 'value']])

        const loaded = await log.load()
        loaded.events.pop()
        loaded.records.clear()

        await check()
      })

      test('can have very many events', async () => {
        const { record, check } = await openLog()
        for (let first = 1; first < many; first += many / 8) {
          const last = first + many / 8 - 1
          await record(ordinaryEvents(first, last), [['last', last]])
        }

        assert.equal((await check()).events.length, many)
        await reopen()
        assert.equal((await (await store.open('main')).load()).events.length, many)
      })
    })

    describe('The records of a log', () => {
      test('are set, replaced and removed with the events of their commit', async () => {
        const { record, check } = await openLog()

        await record(ordinaryEvents(1, 1), [
          ['plan 1', { does: 'hold' }],
          ['reply a', 'first'],
        ])
        await record(ordinaryEvents(2, 2), [
          ['plan 1', undefined],
          ['reply a', 'second'],
        ])

        const { records } = await check()
        assert.deepEqual(records, new Map([['reply a', 'second']]))
      })

      test('change without an event', async () => {
        const { record, check } = await openLog()

        await record([], [['name', 1]])
        await record(
          [],
          [
            ['name', undefined],
            ['never', undefined],
            ['other', 2],
          ],
        )

        assert.deepEqual((await check()).records, new Map([['other', 2]]))
      })

      test('come in the order of their last change', async () => {
        const { record, check } = await openLog()

        await record(
          [],
          [
            ['a', 1],
            ['b', 1],
            ['c', 1],
          ],
        )
        await record([], [['a', 2]])
        await record(
          [],
          [
            ['d', 1],
            ['b', 2],
          ],
        )

        assert.deepEqual([...(await check()).records.keys()], ['c', 'a', 'd', 'b'])
      })

      test('have any JSON value', async () => {
        const { record, check } = await openLog()

        const values = [null, false, 0, '', [1, [null], {}], { a: { b: 'c' }, '': 0 }, '\ud800']
        values.push(Number.MAX_VALUE, Number.MIN_VALUE, 'x'.repeat(1024 * 1024))

        await record(
          [],
          values.map((value, nth) => [`${nth}`, value]),
        )

        assert.equal((await check()).records.size, values.length)
      })

      test('have any name', async () => {
        const { record, check } = await openLog()
        const names = [
          '',
          ' ',
          "'",
          '"',
          '\\',
          '\0',
          '%',
          '*',
          '>',
          'é',
          'e\u0301',
          '\udc00',
          '💱',
          '__proto__',
        ]

        await record(
          [],
          names.map((name) => [name, name]),
        )
        await record([], [['é', undefined]])

        assert.equal((await check()).records.size, names.length - 1)
      })
    })

    describe('A store', () => {
      test('lists its venues, oldest first', async () => {
        assert.deepEqual(await store.venues(), [])
        for (const venue of ['main', 'b', 'a']) await store.open(venue)
        await store.open('main')

        assert.deepEqual(await store.venues(), ['main', 'b', 'a'])
      })

      test('gives each log an id of its own, which it keeps', async () => {
        const { id } = await store.open('main')

        assert.match(id, /./)
        assert.equal((await store.open('main')).id, id)
        assert.notEqual((await store.open('other')).id, id)
        await reopen()
        assert.equal((await store.open('main')).id, id)
        assert.deepEqual(await store.venues(), ['main', 'other'])
      })

      test('has everything when it is opened again', async () => {
        const { record, content } = await openLog()
        await record(ordinaryEvents(1, 3), [
          ['a', 1],
          ['b', 2],
          ['c', 3],
        ])
        await record(
          [],
          [
            ['a', 2],
            ['b', undefined],
          ],
        )

        await reopen()

        const again = createRecorder(await store.open('main'), content)
        await again.check()
        await again.record(ordinaryEvents(4, 6), [['a', undefined]])
        await again.check()
      })

      test('keeps venues apart, also when they commit at the same time', async () => {
        const logs = await Promise.all(['a', 'b', 'c'].map(openLog))

        for (let first = 1; first < 50; first += 5) {
          await Promise.all(
            logs.map(({ record }, nth) =>
              record(ordinaryEvents(first, first + 4), [
                ['shared', nth],
                [`${first}`, first],
              ]),
            ),
          )
        }

        for (const { check } of logs) await check()
      })

      test('removes a log for good', async () => {
        const removed = await openLog('removed')
        const kept = await openLog('kept')
        for (const { record } of [removed, kept]) await record(ordinaryEvents(1, 9), [['a', 1]])

        await store.remove('removed')

        assert.deepEqual(await store.venues(), ['kept'])
        await kept.check()
        await reopen()
        assert.deepEqual(await store.venues(), ['kept'])
        const again = await openLog('removed')
        assert.notEqual(again.log.id, removed.log.id)
        await again.check()
        assert.deepEqual(await store.venues(), ['kept', 'removed'])
      })

      test('refuses to commit to a removed log, also when the venue has a new one', async () => {
        const removed = await store.open('main')
        await store.remove('main')
        const commit = { events: ordinaryEvents(1, 1), records: new Map() }
        await assert.rejects(removed.commit(commit), CommitFailed)
        const nothing = { events: [], records: new Map() }
        await assert.rejects(removed.commit(nothing), CommitFailed)

        const { check } = await openLog()
        await assert.rejects(removed.commit(commit), Error)

        await check()
      })

      test('ignores the removal of a venue that it does not have', async () => {
        await store.remove('nobody')

        assert.deepEqual(await store.venues(), [])
      })
    })

    test('Any sequence of commits, openings and removals gives what a model gives', async () => {
      await fc.assert(
        fc.asyncProperty(anyActs, async (acts) => {
          const own = await create()
          await checkAgainstModel(own.open, acts).finally(own.clear)
        }),
        { numRuns: runs },
      )
    })
  })
}
