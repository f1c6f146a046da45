import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Store } from '../../stores/store.ts'
import { anyDraft, anyJson, anyString } from './any-event.ts'
import { eventAt } from './events.ts'
import { createRecorder, type Recorder } from './recorder.ts'

const venue = fc.constantFrom('main', 'a', 'b')
const recordName = fc.oneof(fc.constantFrom('plan 1', 'reply 1'), anyString)

const anyAct = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      does: fc.constant('commit' as const),
      venue,
      drafts: fc.array(anyDraft, { maxLength: 5 }),
      records: fc.array(fc.tuple(recordName, fc.option(anyJson, { nil: undefined })), {
        maxLength: 4,
      }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('reopen' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('remove' as const), venue }) },
)

/** What can be done to a store, in a random order. */
export const anyActs = fc.array(anyAct, { maxLength: 25 })
type Act = typeof anyAct extends fc.Arbitrary<infer A> ? A : never

/** Performs the acts, and compares the store with a model after each opening and at the end. */
export async function checkAgainstModel(
  open: () => Promise<Store>,
  acts: readonly Act[],
): Promise<void> {
  let store = await open()
  /** In the order of their creation. */
  const model = new Map<string, Recorder>()

  async function recorderOf(venue: string): Promise<Recorder> {
    const recorder = model.get(venue) ?? createRecorder(await store.open(venue))
    model.set(venue, recorder)
    return recorder
  }

  async function reopen(): Promise<void> {
    await store.close()
    store = await open()
    assert.deepEqual(await store.venues(), [...model.keys()])
    for (const [venue, { log, content }] of model) {
      const again = createRecorder(await store.open(venue), content)
      assert.equal(again.log.id, log.id)
      await again.check()
      model.set(venue, again)
    }
  }

  for (const act of acts) {
    if (act.does === 'reopen') await reopen()
    else if (act.does === 'remove') {
      await store.remove(act.venue)
      model.delete(act.venue)
    } else {
      const { record, content } = await recorderOf(act.venue)
      const first = content.events.length + 1
      const events = act.drafts.map((draft, nth) => eventAt(first + nth, draft))
      await record(events, act.records)
    }
  }
  await reopen()
  await store.close()
}
