import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseDelayRange } from './delay-range.ts'
import { chanceIn, slackIn, whyUnreachable } from './in-time.ts'

describe('A cancellation sent at once', () => {
  const slack = (latency: string, executionDelay: string, connectMs = 0, requests = 1) =>
    slackIn(
      {
        latency: parseDelayRange('LATENCY_MS', latency),
        executionDelay: parseDelayRange('EXECUTION_DELAY_MS', executionDelay),
        connectMs,
      },
      requests,
    )

  const certain: [latency: string, executionDelay: string, connectMs: number][] = [
    ['100-1000', '1500-3000', 100],
    ['10-100', '150-300', 10],
    ['1000-10000', '15000-30000', 1000],
    ['0', '20', 0],
  ]
  for (const [latency, executionDelay, connectMs] of certain) {
    it(`is in time with ${latency} and ${executionDelay}, ${connectMs} ms away`, () => {
      assert.equal(whyUnreachable(slack(latency, executionDelay, connectMs)), undefined)
    })
  }

  const uncertain: [latency: string, executionDelay: string, connectMs: number, why: RegExp][] = [
    ['10-100', '150-300', 16, /must be 52 ms longer than .*, but is only 50 ms longer$/],
    ['0-50', '50', 0, /must be 20 ms longer than .*, but is only 0 ms longer$/],
    ['100-1000', '500', 0, /must be 20 ms longer than .*, but is 500 ms shorter$/],
  ]
  for (const [latency, executionDelay, connectMs, why] of uncertain) {
    it(`may be too late with ${latency} and ${executionDelay}, ${connectMs} ms away`, () => {
      assert.match(whyUnreachable(slack(latency, executionDelay, connectMs)) ?? '', why)
    })
  }

  it('after another request has half of the time', () => {
    assert.equal(whyUnreachable(slack('0-700', '1500', 15, 2)), undefined)
    assert.match(
      whyUnreachable(slack('0-700', '1500', 16, 2)) ?? '',
      /before 2 requests .* must be 104 ms longer than 2 times .*, but is only 100 ms longer$/,
    )
  })
})

describe('The chance that a cancellation sent at once is in time', () => {
  const chances: [latency: string, executionDelay: string, lateMs: number, chance: number][] = [
    ['100-1000', '1500-3000', 0, 1],
    ['100-1000', '1500-3000', 3000, 0],
    ['0', '20', 0, 1],
    ['0', '20', 1, 0],
    ['100-1100', '120', 0, 0],
    ['100-1100', '620', 0, 0.5],
    ['0', '0-200', 0, 0.9],
    ['0-1000', '20-1020', 0, 0.5],
  ]
  for (const [latency, executionDelay, lateMs, chance] of chances) {
    it(`is ${chance} with ${latency} and ${executionDelay}, ${lateMs} ms late`, () => {
      const delays = {
        latency: parseDelayRange('LATENCY_MS', latency),
        executionDelay: parseDelayRange('EXECUTION_DELAY_MS', executionDelay),
        connectMs: 0,
      }
      const found = chanceIn(delays, lateMs)
      assert.ok(Math.abs(found - chance) < 0.002, `${found}`)
    })
  }
})
