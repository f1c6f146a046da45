import { z } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { type BareItem, DisplayString, ParseError, parseItem, Token } from 'structured-headers'
import type { Outcome as EngineOutcome } from '../../engine/index.ts'
import { Reason, spanMs } from '../contract/orders.ts'
import { parseOptionalHeader } from '../http/optional-header.ts'
import type { ApiEnv } from '../http/reply.ts'

const name = 'Outcome'

const after = spanMs('From the placement.', 250).optional()
const said = 'must be execute, cancel or hold, such as: cancel; after=100; reason="no liquidity"'

/** The parameters of each outcome; one that is not known is refused, as a misspelt one must not be ignored. */
const parameters = {
  execute: z.strictObject({ after }),
  cancel: z.strictObject({ after, reason: Reason.optional() }),
  hold: z.strictObject({}),
}

/** The outcome that the header names. */
const Outcome = z.string().transform((field, context): EngineOutcome => {
  const item = itemIn(field)
  const does = item?.[0] instanceof Token ? item[0].toString() : undefined
  if (!item || !isOutcome(does)) {
    context.addIssue(said)
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

/** The header by which a ticket says what is to become of its order. */
export const outcomeHeaderParameter = {
  [name]: Outcome.optional().openapi({
    param: { name, in: 'header' },
    type: 'string',
    description:
      'What is to become of the order. Heeded, and described, where the platform runs with `OUTCOME_HEADERS=on`; ignored elsewhere. An Item (RFC 9651, section 3.3): `execute` or `cancel`, with `after` in milliseconds from the placement, or its execution delay when left out; `cancel` with a `reason`; or `hold`, which keeps it PENDING until somebody decides. It counts for more than the rules of the venue.',
    example: 'cancel; after=100; reason="no liquidity"',
  }),
}

/** Reads the header of a request that has one, or refuses the request. */
export const outcomeHeader: MiddlewareHandler<ApiEnv> = (c, next) => {
  const outcome = parseOptionalHeader(c, name, Outcome)
  if (outcome === undefined) return next()
  const entry = c.get('entry')
  if (entry) entry.heedsOutcome = true
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

/** A text may be written in ASCII or, as a Display String, in all letters there are. */
const plain = (value: BareItem) => (value instanceof DisplayString ? value.toString() : value)
