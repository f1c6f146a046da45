import { counted } from '../reports/page/words.ts'

/** How many orders are placed at the same moment, and how many listeners follow them. */
export type Burst = { readonly orders: number; readonly listeners: number }

/** A standard deviation needs two orders. */
const bounds = {
  ORDERS: { min: 2, max: 10_000, default: 100 },
  LISTENERS: { min: 1, max: 1000, default: 1 },
} as const

/** Every message is kept and checked; more would not fit into the memory of most machines. */
const maxMessages = 1_000_000

/** Reads ORDERS and LISTENERS; throws if one is invalid. */
export function parseBurst(env: Readonly<Record<string, string | undefined>>): Burst {
  const burst = { orders: countIn(env, 'ORDERS'), listeners: countIn(env, 'LISTENERS') }
  const messages = 2 * burst.orders * burst.listeners
  if (messages > maxMessages) {
    throw new Error(
      `ORDERS × LISTENERS must be at most ${maxMessages / 2}, because every message is checked, but ` +
        `is ${burst.orders * burst.listeners}`,
    )
  }
  return burst
}

function countIn(
  env: Readonly<Record<string, string | undefined>>,
  name: keyof typeof bounds,
): number {
  const { min, max, default: usual } = bounds[name]
  const text = env[name]
  if (!text) return usual
  const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (!(count >= min && count <= max)) {
    throw new Error(`${name} must be a whole number from ${min} to ${max}, but is "${text}"`)
  }
  return count
}

/** The size of a burst, in words. */
export const sizeOf = ({ orders, listeners }: Burst) =>
  `${counted(orders, 'order')}, ${counted(listeners, 'listener')}`
