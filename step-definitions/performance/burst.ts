/** How many orders are placed at the same moment, and how many listen to what becomes of them. */
export type Burst = { readonly orders: number; readonly listeners: number }

/** With fewer than two orders nothing can be said of how they differ. */
const bounds = {
  ORDERS: { least: 2, most: 10_000, usual: 100 },
  LISTENERS: { least: 1, most: 1000, usual: 1 },
} as const

/** Every one of them is kept and judged: more would not fit into the memory of most machines. */
const mostMessages = 1_000_000

/** Reads ORDERS and LISTENERS; throws what a person has to mend. */
export function parseBurst(env: Readonly<Record<string, string | undefined>>): Burst {
  const burst = { orders: countIn(env, 'ORDERS'), listeners: countIn(env, 'LISTENERS') }
  const messages = 2 * burst.orders * burst.listeners
  if (messages > mostMessages) {
    throw new Error(
      `ORDERS × LISTENERS must be at most ${mostMessages / 2}, since every message is judged, but ` +
        `is ${burst.orders * burst.listeners}`,
    )
  }
  return burst
}

function countIn(
  env: Readonly<Record<string, string | undefined>>,
  name: keyof typeof bounds,
): number {
  const { least, most, usual } = bounds[name]
  const text = env[name]
  if (!text) return usual
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(count >= least && count <= most)) {
    throw new Error(`${name} must be a whole number from ${least} to ${most}, but is "${text}"`)
  }
  return count
}

const counted = (count: number, noun: string) =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

/** How large a burst is, in words. */
export const sizeOf = ({ orders, listeners }: Burst) =>
  `${counted(orders, 'order')}, ${counted(listeners, 'listener')}`
