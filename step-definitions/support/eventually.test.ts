import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventually } from './eventually.ts'

describe('Eventually', () => {
  it('answers at once when the check holds', async () => {
    assert.equal(await eventually(0, () => 'EXECUTED'), 'EXECUTED')
  })

  it('asks again until the check holds', async () => {
    let asked = 0
    const answer = await eventually(5000, () => {
      asked += 1
      assert.equal(asked, 3)
      return asked
    })
    assert.equal(answer, 3)
  })

  it('asks again when a check that takes its time fails', async () => {
    const answers = ['PENDING', 'PENDING', 'EXECUTED']
    const answer = await eventually(5000, async () => {
      const status = answers.shift()
      assert.equal(status, 'EXECUTED')
      return status
    })
    assert.equal(answer, 'EXECUTED')
  })

  it('reports the last real failure when time is up, not the first and not "timed out"', async () => {
    let asked = 0
    const never = eventually(60, () => {
      asked += 1
      throw new Error(`still PENDING at question ${asked}`)
    })
    await assert.rejects(never, (error: Error) => {
      assert.match(error.message, new RegExp(`^still PENDING at question ${asked}\n`))
      assert.match(error.message, /after 0.06 s/)
      return asked > 1
    })
  })

  it('reports it without colours', async () => {
    const never = eventually(0, () => {
      throw new Error('still \x1b[31mPENDING\x1b[39m')
    })
    await assert.rejects(never, /^Error: still PENDING\n/)
  })
})
