import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventually } from './eventually.ts'

describe('Eventually', () => {
  it('returns at once if the check passes', async () => {
    assert.equal(await eventually(0, () => 'EXECUTED'), 'EXECUTED')
  })

  it('retries until the check passes', async () => {
    let checks = 0
    const result = await eventually(5000, () => {
      checks += 1
      assert.equal(checks, 3)
      return checks
    })
    assert.equal(result, 3)
  })

  it('retries an asynchronous check', async () => {
    const statuses = ['PENDING', 'PENDING', 'EXECUTED']
    const result = await eventually(5000, async () => {
      const status = statuses.shift()
      assert.equal(status, 'EXECUTED')
      return status
    })
    assert.equal(result, 'EXECUTED')
  })

  it('throws the last failure when time is up, not the first and not "timed out"', async () => {
    let checks = 0
    const never = eventually(60, () => {
      checks += 1
      throw new Error(`PENDING at check ${checks}`)
    })
    await assert.rejects(never, (error: Error) => {
      assert.match(error.message, new RegExp(`^PENDING at check ${checks}\n`))
      assert.match(error.message, /after 0.06 s/)
      return checks > 1
    })
  })

  it('throws it without colours', async () => {
    const never = eventually(0, () => {
      throw new Error('still \x1b[31mPENDING\x1b[39m')
    })
    await assert.rejects(never, /^Error: still PENDING\n/)
  })
})
