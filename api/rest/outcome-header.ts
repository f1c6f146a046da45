import { z } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { type BareItem, DisplayString, ParseError, parseItem, Token } from 'structured-headers'
import type { Outcome as EngineOutcome } from '../../engine/index.ts'
import { Reason, spanMs } from '../contract/orders.ts'
import type { ApiEnv } from '../http/reply.ts'
import { parseOptionalHeader } from '../http/validation.ts'

const name = 'Outcome'

const after = spanMs('From the placement.', 250).optional()
const expected =
  'must be execute, cancel or hold, such as: cancel; after=100; reason="no liquidity"'

/** The parameters of each outcome. Unknown ones are refused, so that no misspelt one is ignored. */
const parameters = {
  execute: z.strictObject({ after }),
  cancel: z.strictObject({ after, reason: Reason.optional() }),
  hold: z.strictObject({}),
}

/** Parses the header. */
const Outcome = z.string().transform((field, context): EngineOutcome => {
  const item = itemIn(field)
  const does = item?.[0] instanceof Token ? item[0].toString() : undefined
  if (!item || !isOutcome(does)) {
    context.addIssue(expected)
    return z.NEVER
  }
  const given = [...item[1]].map(([key, value]) => [key, plain(value)])
  const parsed = parameters[does].safeParse(Object.fromEntries(given))
  if (!parsed.success) {
    for (const issue of parsed.error.issues) context.addIssue({ ...issue })
    return z.NEVER
  }
  const { after, ...rest }: { after?: number | undefined; reason?: string | undefined } =
    parsed.data
  return { does, ...rest, ...(after !== undefined && { afterMs: after }) }
})

/** The header that sets the outcome of an order when it is placed. */
export const outcomeHeaderParameter = {
  [name]: Outcome.optional().openapi({
    type: 'string',
    description:
      'The outcome of the order: `execute`, `cancel` or `hold`, as an Item (RFC 9651, section 3.3). `after` is in milliseconds from the placement and defaults to the execution delay. `cancel` may have a `reason`. `hold` keeps the order PENDING until the control API decides. The header overrides the outcome rules of the venue. Only a platform with `OUTCOME_HEADERS=on` reads and describes it; any other ignores it.',
    example: 'cancel; after=100; reason="no liquidity"',
  }),
}

/** Parses the header, if there is one, and refuses the request if it is invalid. */
export const outcomeHeader: MiddlewareHandler<ApiEnv> = (c, next) => {
  const outcome = parseOptionalHeader(c, name, Outcome)
  if (outcome === undefined) return next()
  const entry = c.get('entry')
  if (entry) entry.appliesOutcome = true
  if (outcome instanceof Response) return Promise.resolve(outcome)
  c.set('outcome', outcome)
  return next()
}

const isOutcome = (text: string | undefined): text is EngineOutcome['does'] =>
  text !== undefined && Object.hasOwn(parameters, text)

function itemIn(field: string) {
  try {
    return parseItem(field)
  } catch (error) {
    if (error instanceof ParseError) return undefined
    throw error
  }
}

/** A Display String can contain any characters, a String only ASCII. Both become a string. */
const plain = (value: BareItem) => (value instanceof DisplayString ? value.toString() : value)
