import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseDelayRange } from './delay-range.ts'
import { slackIn, whyUnreachable } from './in-time.ts'

describe('A cancellation sent at once', () => {
  const slack = (latency: string, executionDelay: string, wayMs = 0, requests = 1) =>
    slackIn(
      {
        latency: parseDelayRange('LATENCY_MS', latency),
        executionDelay: parseDelayRange('EXECUTION_DELAY_MS', executionDelay),
        connectMs: wayMs,
      },
      requests,
    )

  const hopeful: [latency: string, executionDelay: string, wayMs: number][] = [
    ['100-1000', '1500-3000', 100],
    ['10-100', '150-300', 10],
    ['1000-10000', '15000-30000', 1000],
    ['0', '20', 0],
  ]
  for (const [latency, executionDelay, wayMs] of hopeful) {
    it(`is in time with ${latency} and ${executionDelay}, ${wayMs} ms away`, () => {
      assert.equal(whyUnreachable(slack(latency, executionDelay, wayMs)), undefined)
    })
  }

  const hopeless: [latency: string, executionDelay: string, wayMs: number, why: RegExp][] = [
    ['10-100', '150-300', 16, /it takes 52 ms .*, and there are 50$/],
    ['0-50', '50', 0, /it takes 20 ms .*, and there are 0$/],
    ['100-1000', '500', 0, /it takes 20 ms .*, and there are -500$/],
  ]
  for (const [latency, executionDelay, wayMs, why] of hopeless) {
    it(`is not sure to be with ${latency} and ${executionDelay}, ${wayMs} ms away`, () => {
      assert.match(whyUnreachable(slack(latency, executionDelay, wayMs)) ?? '', why)
    })
  }

  it('after another request has half of that time', () => {
    assert.equal(whyUnreachable(slack('0-700', '1500', 15, 2)), undefined)
    assert.match(
      whyUnreachable(slack('0-700', '1500', 16, 2)) ?? '',
      /it takes 104 ms from 2 of the longest latencies .*, and there are 100$/,
    )
  })
})
