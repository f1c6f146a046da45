import assert from 'node:assert/strict'
import { type Duplex, duplexPair } from 'node:stream'
import { describe, test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { turn } from '../test/support/app.ts'
import { closeInStages, maxClosing } from './close-in-stages.ts'

const limits = { lingerMs: 10, requestMs: 100 }

/** A connection that is being closed, with its client's end of it. */
function begin(closing = new Set<Duplex>()) {
  const clock = createVirtualClock()
  const [connection, client] = duplexPair()
  const parsed: unknown[] = []
  connection.on('data', (bytes) => parsed.push(bytes))
  closeInStages(connection, { ...limits, clock, closing }, 'last words')
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
    const { connection, client, parsed } = begin()
    client.write('the rest of a body')

    assert.equal(String(await client.toArray()), 'last words')
    assert.equal(connection.readableLength, 0)
    assert.deepEqual(parsed, [])
  })

  test('is gone when the client closes its side', async () => {
    const { clock, connection, client } = begin()
    client.resume().end()
    await turn()

    assert.equal(connection.destroyed, true)
    assert.equal(clock.nextDue(), undefined)
  })

  test('waits for a client that goes on sending', async () => {
    const { clock, connection, client } = begin()
    await chatter(client, clock, 90)

    assert.equal(connection.destroyed, false)
  })

  test('is given up when the client is silent', async () => {
    const { clock, connection, client } = begin()
    await chatter(client, clock, 45)
    clock.advance(20)

    assert.equal(connection.destroyed, true)
  })

  test('is given up when the client sends for too long', async () => {
    const { clock, connection, client } = begin()
    await chatter(client, clock, 120)

    assert.equal(connection.destroyed, true)
  })

  test('is closed once, however often that is asked for', async () => {
    const { clock, connection, client } = begin()
    closeInStages(connection, { ...limits, clock, closing: new Set() }, 'again')

    assert.equal(String(await client.toArray()), 'last words')
  })

  test('gives up the one that has waited longest when too many wait', async () => {
    const waiting = new Set<Duplex>()
    const opened = Array.from({ length: maxClosing + 1 }, () => begin(waiting).connection)
    await turn()

    const gone = opened.filter(({ destroyed }) => destroyed)
    assert.deepEqual(gone, [opened[0]])
    assert.equal(waiting.size, maxClosing)
  })
})
