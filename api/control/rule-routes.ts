import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { everyReply } from '../http/openapi-parts.ts'
import { problem, problemResponses } from '../http/problems.ts'
import { type ApiEnv, noContent, reply } from '../http/reply.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import type { Venues } from '../venues/venues.ts'
import { bodyProblems, checkBody, describeBody } from './body.ts'
import { jsonReply } from './json-reply.ts'
import { namedVenue, rejectAnyQuery, venueParam } from './named-venue.ts'

/** A limit on the rules of a kind, as each request is matched against all of them. */
export const maxRules = 10_000

/** The problems that the guard of the control API causes. */
export const guardProblems = ['UNAUTHORIZED'] as const

/** How a kind of rule is named and described. */
export interface RuleKind<Draft extends z.ZodType, State extends z.ZodType> {
  /** Such as `/venues/{venue}/faults`. */
  readonly path: string
  readonly tag: string
  /** Such as `FaultRule`, which makes `addFaultRule`, `listFaultRules`, `clearFaultRules` and so on. */
  readonly name: string
  /** Such as `a fault rule`. */
  readonly one: string
  /** Such as `all fault rules`. */
  readonly all: string
  /** The summary and description of the operation that adds one. */
  readonly summary: string
  readonly description: string
  readonly draft: Draft
  readonly draftExample: z.input<Draft>
  readonly state: State
  readonly stateExample: z.output<State> & { readonly id: string }
}

/** How rules of a kind are added, listed and removed. */
export interface RuleAccess<Draft extends z.ZodType, State extends z.ZodType> {
  /** The number of rules, including ended ones. */
  size(hosted: HostedVenue): number
  add(hosted: HostedVenue, draft: z.output<Draft>): z.output<State>
  list(hosted: HostedVenue): readonly z.output<State>[]
  remove(hosted: HostedVenue, id: string): boolean
  clear(hosted: HostedVenue): void
}

const request = { params: venueParam }
const removed = { description: 'Removed.', headers: everyReply }

/**
 * Describes the four operations on a kind: add, list, remove one, clear. Call it once, when a module
 * loads: describing the replies takes longer than the rest of building an app.
 */
export function ruleRoutes<Draft extends z.ZodType, State extends z.ZodType>(
  kind: RuleKind<Draft, State>,
) {
  const { path, name, one, all, summary, description, stateExample } = kind
  const tags = [kind.tag]
  // The path in examples.
  const instance = path.replace('{venue}', 'main')

  const add = createRoute({
    method: 'post',
    path,
    operationId: `add${name}`,
    summary,
    description,
    tags,
    request: { ...request, body: describeBody(kind.draft, kind.draftExample as object) },
    responses: {
      201: jsonReply('Added.', kind.state, stateExample),
      ...problemResponses(instance, ...guardProblems, 'TOO_MANY_RULES', ...bodyProblems),
    },
  })

  const list = createRoute({
    method: 'get',
    path,
    operationId: `list${name}s`,
    summary: `List ${all}`,
    tags,
    request,
    responses: {
      200: jsonReply(
        'All rules in the order they were added, including ended ones.',
        z.array(kind.state),
        [stateExample],
      ),
      ...problemResponses(instance, ...guardProblems),
    },
  })

  const removeOne = createRoute({
    method: 'delete',
    path: `${path}/{rule}`,
    operationId: `remove${name}`,
    summary: `Remove ${one}`,
    tags,
    request: {
      params: venueParam.extend({
        rule: z.string().openapi({
          param: { name: 'rule', in: 'path' },
          description: 'The id, from the reply that added it.',
          example: stateExample.id,
        }),
      }),
    },
    responses: {
      204: removed,
      ...problemResponses(
        `${instance}/${stateExample.id}`,
        ...guardProblems,
        'RULE_NOT_FOUND',
        ...bodyProblems,
      ),
    },
  })

  const removeAll = createRoute({
    method: 'delete',
    path,
    operationId: `clear${name}s`,
    summary: `Remove ${all}`,
    tags,
    request,
    responses: { 204: removed, ...problemResponses(instance, ...guardProblems, ...bodyProblems) },
  })

  return { kind, add, list, removeOne, removeAll }
}

/** The descriptions of the four operations on a kind. */
export type RuleRoutes<Draft extends z.ZodType, State extends z.ZodType> = ReturnType<
  typeof ruleRoutes<Draft, State>
>

/** Adds the four operations on a kind. */
export function addRuleRoutes<Draft extends z.ZodType, State extends z.ZodType>(
  app: OpenAPIHono<ApiEnv>,
  venues: Venues,
  { kind, add, list, removeOne, removeAll }: RuleRoutes<Draft, State>,
  access: RuleAccess<Draft, State>,
): void {
  const middleware = [namedVenue(venues), rejectAnyQuery]

  // `as never`: the types of a route's replies cannot follow from schemas that are type parameters.
  app.openapi({ ...add, middleware: [...middleware, checkBody(add)] }, ((c: Context<ApiEnv>) => {
    if (access.size(c.get('hosted')) >= maxRules) {
      return problem(c, 'TOO_MANY_RULES', `A venue has at most ${maxRules} rules of a kind.`)
    }
    // Hono does not apply the defaults of the schema to an omitted body.
    const draft = kind.draft.parse(c.req.valid('json' as never))
    return reply(c, 201, access.add(c.get('hosted'), draft) as object)
  }) as never)

  app.openapi({ ...list, middleware }, ((c: Context<ApiEnv>) =>
    reply(c, 200, access.list(c.get('hosted')))) as never)

  app.openapi({ ...removeOne, middleware: [...middleware, checkBody(removeOne)] }, (c) => {
    const { rule } = c.req.valid('param')
    if (access.remove(c.get('hosted'), rule)) return noContent(c)
    const here = kind.path.replace('{venue}', c.get('hosted').name)
    return problem(c, 'RULE_NOT_FOUND', `There is no ${rule} at ${here}.`)
  })

  app.openapi({ ...removeAll, middleware: [...middleware, checkBody(removeAll)] }, (c) => {
    access.clear(c.get('hosted'))
    return noContent(c)
  })
}
