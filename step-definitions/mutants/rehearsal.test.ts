import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OwnServer } from '../run/own-server.ts'

const ticket = { symbol: 'EURUSD', side: 'BUY', quantity: 1000 }

/**
 * The status of an order that should stay PENDING for a minute, on our own server or a mutant of
 * it.
 */
async function statusAfterPlacing(mutant: string): Promise<unknown> {
  const settings = { LATENCY_MS: '0', EXECUTION_DELAY_MS: '60000', CONTROL: 'off' }
  const { url, server } = await OwnServer.start({ ...settings, MUTANT: mutant })
  try {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify(ticket)
    const placed = await fetch(`${url}/orders`, { method: 'POST', headers, body })
    const order = await fetch(new URL(placed.headers.get('location') ?? '', url))
    return ((await order.json()) as { orderStatus: unknown }).orderStatus
  } finally {
    await server.stop()
  }
}

test('A mutant has its defect, and the unmutated server does not', async () => {
  const statuses = await Promise.all(['executed-at-once', ''].map(statusAfterPlacing))

  assert.deepEqual(statuses, ['EXECUTED', 'PENDING'])
})

test('An unknown mutant does not start', async () => {
  await assert.rejects(OwnServer.start({ MUTANT: 'nobody' }), /No mutant is called "nobody"/)
})
