import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { everyReply } from '../http/described.ts'
import { problem, problemResponses } from '../http/problems.ts'
import { type ApiEnv, replyHeaders } from '../http/reply.ts'
import { noQuery } from '../http/validation.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import type { Venues } from '../venues/venues.ts'
import { namedVenue, venueParam } from './named-venue.ts'

/** Who may ask at all. */
export const who = ['UNAUTHORIZED', 'FORBIDDEN_ORIGIN'] as const

/** An answer that says no more than that it is done. */
export const done = (c: Context<ApiEnv>) =>
  new Response(null, { status: 204, headers: replyHeaders(c) })

/** A kind of standing rules, as its paths and descriptions name it. */
export interface RuleKind {
  /** Such as `/venues/{venue}/faults`. */
  readonly path: string
  readonly tag: string
  /** Such as `FaultRule`, which makes `removeFaultRule` and `clearFaultRules`. */
  readonly name: string
  /** Such as `a fault`. */
  readonly one: string
  /** Such as `all faults`. */
  readonly all: string
  readonly exampleId: string
}

/** How rules of a kind are taken away. */
interface Removable {
  remove(id: string): boolean
  clear(): void
}

/** Adds the taking away of one rule, or of all of a kind. */
export function addRuleRemoval(
  app: OpenAPIHono<ApiEnv>,
  venues: Venues,
  { path, tag, name, one, all, exampleId }: RuleKind,
  rulesOf: (hosted: HostedVenue) => Removable,
): void {
  const middleware = [namedVenue(venues), noQuery]
  const gone = { description: 'Gone.', headers: everyReply }
  const instance = path.replace('{venue}', 'main')

  const removeOne = createRoute({
    method: 'delete',
    path: `${path}/{rule}`,
    operationId: `remove${name}`,
    summary: `Take ${one} away`,
    tags: [tag],
    request: {
      params: venueParam.extend({
        rule: z.string().openapi({ param: { name: 'rule', in: 'path' }, example: exampleId }),
      }),
    },
    responses: {
      204: gone,
      ...problemResponses(`${instance}/${exampleId}`, ...who, 'RULE_NOT_FOUND'),
    },
  })
  app.openapi({ ...removeOne, middleware }, (c) => {
    const { rule } = c.req.valid('param')
    if (rulesOf(c.get('hosted')).remove(rule)) return done(c)
    return problem(c, 'RULE_NOT_FOUND', `Nothing at ${instance} has the id ${rule}.`)
  })

  const removeAll = createRoute({
    method: 'delete',
    path,
    operationId: `clear${name}s`,
    summary: `Take ${all} away`,
    tags: [tag],
    request: { params: venueParam },
    responses: { 204: gone, ...problemResponses(instance, ...who) },
  })
  app.openapi({ ...removeAll, middleware }, (c) => {
    rulesOf(c.get('hosted')).clear()
    return done(c)
  })
}
