/** The client under test, as you might write it: it retries once, and never places an order twice. */
export function createToyClient({ url, venue }) {
  async function send(method, path, { body, key } = {}) {
    const headers = { Venue: venue, 'Content-Type': 'application/json' }
    if (key) headers['Idempotency-Key'] = `"${key}"`
    const reply = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) })
    const isTooLate = method === 'DELETE' && reply.status === 409
    if (!reply.ok && !isTooLate) throw new Error(`${method} ${path}: ${reply.status}`)
    return reply
  }

  return {
    /** Buys, and returns the order. */
    async buy(symbol, quantity) {
      const order = { body: { symbol, side: 'BUY', quantity }, key: crypto.randomUUID() }
      const place = () => send('POST', '/orders', order)
      const reply = await place().catch(place)
      return reply.json()
    },
    /** Reads the status of an order. */
    async status(orderId) {
      return (await (await send('GET', `/orders/${orderId}`)).json()).orderStatus
    },
    /** Cancels an order, and returns whether it was in time. */
    async cancel(orderId) {
      return (await send('DELETE', `/orders/${orderId}`)).ok
    },
  }
}
