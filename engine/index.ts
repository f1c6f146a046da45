/** The front door of the engine: everything outside comes in here. */
export { type Chance, createChance, type DelayRange, drawSeed } from './chance.ts'
export {
  type Clock,
  createRealClock,
  createVirtualClock,
  type VirtualClock,
  wait,
} from './clock.ts'
export {
  isRefusal,
  type Order,
  type OrderEvent,
  type PendingOrder,
  type Refusal,
  type Ticket,
} from './order.ts'
export type { OrderPage, OrderQuery } from './order-book.ts'
export { type Change, createVenue, type Venue, type VenueOptions } from './venue.ts'
