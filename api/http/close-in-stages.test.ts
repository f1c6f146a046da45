import assert from 'node:assert/strict'
import { type Duplex, duplexPair } from 'node:stream'
import { describe, test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { turn } from '../testing/app.ts'
import { closeInStages } from './close-in-stages.ts'

/** A connection that is being closed, with its client's end of it. */
function closing() {
  const clock = createVirtualClock()
  const [connection, client] = duplexPair()
  const parsed: unknown[] = []
  connection.on('data', (bytes) => parsed.push(bytes))
  closeInStages(connection, { clock, lingerMs: 10, requestMs: 100 }, 'farewell')
  return { clock, connection, client, parsed }
}

/** Sends something every 9 ms for so long. */
async function chatter(client: Duplex, clock: ReturnType<typeof createVirtualClock>, ms: number) {
  for (let passed = 0; passed < ms; passed += 9) {
    client.write('more')
    await turn()
    clock.advance(9)
  }
}

describe('A connection that is closed in stages', () => {
  test('says its last words and ends, and what still comes is discarded', async () => {
    const { connection, client, parsed } = closing()
    client.write('the rest of a body')

    assert.equal(String(await client.toArray()), 'farewell')
    assert.equal(connection.readableLength, 0)
    assert.deepEqual(parsed, [])
  })

  test('is gone when the client closes its side', async () => {
    const { clock, connection, client } = closing()
    client.resume().end()
    await turn()

    assert.equal(connection.destroyed, true)
    assert.equal(clock.nextDue(), undefined)
  })

  test('waits for a client that goes on sending', async () => {
    const { clock, connection, client } = closing()
    await chatter(client, clock, 90)

    assert.equal(connection.destroyed, false)
  })

  test('is given up when the client is silent', async () => {
    const { clock, connection, client } = closing()
    await chatter(client, clock, 45)
    clock.advance(20)

    assert.equal(connection.destroyed, true)
  })

  test('is given up when the client sends for too long', async () => {
    const { clock, connection, client } = closing()
    await chatter(client, clock, 120)

    assert.equal(connection.destroyed, true)
  })

  test('is closed once, however often that is asked for', async () => {
    const { clock, connection, client } = closing()
    closeInStages(connection, { clock, lingerMs: 10, requestMs: 100 }, 'again')

    assert.equal(String(await client.toArray()), 'farewell')
  })
})
