import assert from 'node:assert/strict'
import { it } from 'node:test'
import { NotClaimed, NotJudged, noVerdictIn, skippingWithoutVerdict } from './no-verdict.ts'

/** What a step returns, and what it logs. */
async function outcomeOf(step: () => unknown) {
  const logged: string[] = []
  const result = await skippingWithoutVerdict(step).call({
    log: (line: string) => logged.push(line),
  })
  return { result, logged }
}

const thrown = (error: Error) => (): never => {
  throw error
}

it('A step that cannot judge the target is skipped, and logs the reason', async () => {
  const error = new NotJudged('this machine was busy')
  const expected = { result: 'skipped', logged: ['Not judged: this machine was busy'] }
  assert.deepEqual(await outcomeOf(thrown(error)), expected)
  assert.deepEqual(await outcomeOf(() => Promise.reject(error)), expected)
})

it('Any other step ends as it would', async () => {
  assert.deepEqual(await outcomeOf(() => 'pending'), { result: 'pending', logged: [] })
  await assert.rejects(outcomeOf(thrown(new Error('no'))), /^Error: no$/)
  await assert.rejects(
    outcomeOf(() => Promise.reject(new Error('no'))),
    /^Error: no$/,
  )
})

it('A logged line states the status', () => {
  assert.equal(noVerdictIn(new NotJudged('it is busy').line), 'not judged')
  assert.equal(noVerdictIn(new NotClaimed('no paging').line), 'not claimed')
  assert.equal(noVerdictIn('Not yet'), undefined)
})
