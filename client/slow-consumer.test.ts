import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeMany, serve, until } from '../api/test/support/platform.ts'
import { positions } from '../api/test/support/stream.ts'
import { createClient } from './client.ts'

for (const over of ['websocket', 'sse'] as const) {
  test(`Following over ${over} lets the consumer be slow, with a bounded number of messages in memory`, async () => {
    const platform = await serve()
    await placeMany(platform, 15_000)
    const client = createClient({ url: platform.url })
    const received: number[] = []
    for await (const { type, position } of client.follow({
      over,
      from: 0,
      retryMs: 5,
      silenceMs: 60_000,
    })) {
      // A WebSocket is closed at once; a reply is read no further.
      if (received.length === 0 && over === 'websocket') {
        await until(() => platform.stream.size === 0)
      }
      if (type === 'order' && received.push(position) === 15_000) break
    }

    assert.deepEqual(received, positions(1, 15_000))
    await until(() => platform.stream.size === 0)
  })
}
