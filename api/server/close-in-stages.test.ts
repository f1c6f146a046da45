import assert from 'node:assert/strict'
import { type Duplex, duplexPair } from 'node:stream'
import { describe, test } from 'node:test'
import { createVirtualClock } from '../../engine/index.ts'
import { turn } from '../test/support/app.ts'
import { closeInStages, maxClosing } from './close-in-stages.ts'

const limits = { lingerMs: 10, requestMs: 100 }

/** A closing connection and the client's end of it. */
function begin(closing = new Set<Duplex>()) {
  const clock = createVirtualClock()
  const [connection, client] = duplexPair()
  const parsed: unknown[] = []
  connection.on('data', (bytes) => parsed.push(bytes))
  closeInStages(connection, { ...limits, clock, closing }, 'last bytes')
  return { clock, connection, client, parsed }
}

/** Sends data every 9 ms for `ms` milliseconds. */
async function keepSending(
  client: Duplex,
  clock: ReturnType<typeof createVirtualClock>,
  ms: number,
) {
  for (let passed = 0; passed < ms; passed += 9) {
    client.write('more')
    await turn()
    clock.advance(9)
  }
}

describe('A connection that is closed in stages', () => {
  test('sends its last bytes and ends, and discards what still arrives', async () => {
    const { connection, client, parsed } = begin()
    client.write('the rest of a body')

    assert.equal(String(await client.toArray()), 'last bytes')
    assert.equal(connection.readableLength, 0)
    assert.deepEqual(parsed, [])
  })

  test('is destroyed when the client closes its side', async () => {
    const { clock, connection, client } = begin()
    client.resume().end()
    await turn()

    assert.equal(connection.destroyed, true)
    assert.equal(clock.nextDue(), undefined)
  })

  test('waits for a client that continues to send', async () => {
    const { clock, connection, client } = begin()
    await keepSending(client, clock, 90)

    assert.equal(connection.destroyed, false)
  })

  test('is destroyed when the client is silent', async () => {
    const { clock, connection, client } = begin()
    await keepSending(client, clock, 45)
    clock.advance(20)

    assert.equal(connection.destroyed, true)
  })

  test('is destroyed when the client sends for too long', async () => {
    const { clock, connection, client } = begin()
    await keepSending(client, clock, 120)

    assert.equal(connection.destroyed, true)
  })

  test('is closed once, also on a second call', async () => {
    const { clock, connection, client } = begin()
    closeInStages(connection, { ...limits, clock, closing: new Set() }, 'again')

    assert.equal(String(await client.toArray()), 'last bytes')
  })

  test('is destroyed first if it is the oldest of too many', async () => {
    const waiting = new Set<Duplex>()
    const opened = Array.from({ length: maxClosing + 1 }, () => begin(waiting).connection)
    await turn()

    const gone = opened.filter(({ destroyed }) => destroyed)
    assert.deepEqual(gone, [opened[0]])
    assert.equal(waiting.size, maxClosing)
  })
})
