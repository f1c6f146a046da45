/** The client under test, as you might write it: it retries once, and never places an order twice. */
export function createToyClient({ url, venue }) {
  const send = (method, path, { body, key } = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        Venue: venue,
        'Content-Type': 'application/json',
        ...(key && { 'Idempotency-Key': `"${key}"` }),
      },
      body: JSON.stringify(body),
    })

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
      return (await send('DELETE', `/orders/${orderId}`)).status === 204
    },
  }
}
