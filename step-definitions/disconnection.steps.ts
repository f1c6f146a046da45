import { Then, When } from '@cucumber/cucumber'
import type { ProblemCode } from '../api/contract/orders.ts'
import { eventually } from './support/eventually.ts'
import { must, mustBe } from './support/must.ts'
import { replyWithinMs } from './support/settings.ts'
import { times } from './support/times.ts'
import type { Trader } from './support/trader.ts'

/** Batch size, and the total at most. Each order causes two messages of about 350 bytes. */
const atOnce = 150
const atMost = 15_000

When(
  '{trader} places and cancels orders until {trader} is disconnected with {int}',
  async (placer: Trader, { name, listener }: Trader, expected: number) => {
    let closeCode: number | undefined
    void listener.connection.ended.then((code) => {
      closeCode = code
    })
    for (let placed = 0; placed < atMost && closeCode === undefined; placed += atOnce) {
      await placer.together(
        times(atOnce, (nth) => placer.place({ clientOrderId: longName(placed + nth) })),
      )
      await placer.send({ method: 'DELETE', path: '/orders?orderStatus=PENDING' })
    }
    mustBe(`the code with which ${name} is disconnected`, closeCode, expected)
  },
)

/** A client order id of the greatest length, so that fewer orders fill the buffer. */
const longName = (nth: number) => `${nth}`.padStart(64, 'x')

Then('{trader} was notified that the venue is going away', async ({ listener }: Trader) => {
  await eventually(replyWithinMs, () =>
    must(
      listener.notices.some(({ type }) => type === 'going-away'),
      'no notice came before the connection ended',
    ),
  )
})

Then(
  'when {trader} reconnects, {trader} is refused with {word}',
  async (trader: Trader, _: Trader, code: ProblemCode) => {
    await trader.tryToReconnect()
    trader.refusedWith(code)
  },
)
