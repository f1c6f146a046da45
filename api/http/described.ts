/** What the descriptions of operations have in common. */
import { logIdExample, orderIdExample } from '../contract.ts'

/** The tag of everything about orders. */
export const ordersTag = ['Orders']

/** A header of a reply. */
export const header = (description: string, example: string, required = true) => ({
  description,
  required,
  schema: { type: 'string' as const },
  example,
})

/** A header of a request, which may be left out. */
export const requestHeader = (name: string, description: string, example: string) => ({
  name,
  in: 'header' as const,
  description,
  schema: { type: 'string' as const },
  example,
})

/** What every reply bears. */
export const everyReply = {
  'Log-Id': header(
    'The id of the log that the reply was made from. No other log has it, whatever its seed.',
    logIdExample,
  ),
  'Log-Position': header('How far that log was: the position of its last event, or 0.', '42'),
}

/** What a reply of an order endpoint bears, too. */
export const orderReply = {
  ...everyReply,
  'Server-Timing': header(
    'How long the endpoint waited before it acted, in milliseconds (latency), and where the reply is kept back, how long after the act (after).',
    'latency;dur=437',
  ),
}

/** Where a page goes on. */
export const link = (example: string) =>
  header('The next page (RFC 8288); absent on the last one.', example, false)

/**
 * The order that a path names. Any text may be one, so there is nothing to be validated, which would
 * take as long as the reading of an order.
 */
export const orderIdParameter = {
  name: 'orderId',
  in: 'path' as const,
  required: true,
  description: "The venue's name for the order.",
  schema: { type: 'string' as const },
  example: orderIdExample,
}
