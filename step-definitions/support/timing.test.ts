import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NotJudged } from './no-verdict.ts'
import { checkTiming, whyBusy } from './timing.ts'

type Measured = { readonly tookMs: number; readonly lateMs: number }

/**
 * Checks that a reply took at most 100 ms, with these measurements one after the other. Returns how
 * often it was measured, and the error.
 */
async function judged(...measured: Measured[]): Promise<{ times: number; error: unknown }> {
  return judgedWhere(true, measured)
}

async function judgedWhere(becomesCalm: boolean, measured: readonly Measured[]) {
  let times = 1
  const now = () => measured[times - 1] ?? assert.fail('measured too often')
  const timing = () => ({
    whyBusy: whyBusy(now().lateMs),
    repeat: async () => {
      times += 1
    },
  })
  const check = () => assert.ok(now().tookMs <= 100, `took ${now().tookMs} ms`)
  const error = await checkTiming(timing, check, async () => becomesCalm).catch((e: unknown) => e)
  return { times, error }
}

const good = { tookMs: 50, lateMs: 1 }
const late = { tookMs: 150, lateMs: 1 }
const busy = { tookMs: 150, lateMs: 212 }

const isNotJudged = (error: unknown) => {
  assert.ok(error instanceof NotJudged)
  assert.equal(error.message, 'this machine was busy: its timers were 212 ms late')
}

describe('A check of a time', () => {
  it('that holds is not repeated, even on a busy machine', async () => {
    assert.deepEqual(await judged(good), { times: 1, error: undefined })
    assert.deepEqual(await judged({ tookMs: 50, lateMs: 212 }), { times: 1, error: undefined })
  })

  it('that fails on a calm machine has failed', async () => {
    const { times, error } = await judged(late)
    assert.equal(times, 1)
    assert.match(`${error}`, /took 150 ms/)
    assert.ok(!(error instanceof NotJudged))
  })

  it('that fails on a busy machine is repeated once', async () => {
    assert.deepEqual(await judged(busy, good), { times: 2, error: undefined })
    const { times, error } = await judged(busy, late)
    assert.equal(times, 2)
    assert.match(`${error}`, /took 150 ms/)
  })

  it('is not judged if the machine is busy again, or stays busy', async () => {
    const again = await judged(busy, busy)
    assert.equal(again.times, 2)
    isNotJudged(again.error)
    const stays = await judgedWhere(false, [busy])
    assert.equal(stays.times, 1)
    isNotJudged(stays.error)
  })

  it('is not trusted if the machine was hardly idle, even if timers fired in time', () => {
    assert.equal(whyBusy(1, 5), 'this machine was busy: it was only 5 % idle')
    assert.equal(whyBusy(1, 90), undefined)
  })

  it('that measured nothing fails as it is', async () => {
    const failing = checkTiming(
      () => undefined,
      () => assert.fail('no'),
    )
    await assert.rejects(failing, /no/)
  })
})
