import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { everyReply } from '../http/openapi-parts.ts'
import { problem, problemResponses } from '../http/problems.ts'
import { type ApiEnv, noContent, reply } from '../http/reply.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import type { Venues } from '../venues/venues.ts'
import { bodyProblems, checkBody, describeBody } from './body.ts'
import { namedVenue, rejectAnyQuery, venueParam } from './named-venue.ts'

/** More than anybody asks for, and few enough for a request to be compared with all of them. */
export const maxRules = 10_000

/** Who may ask at all. */
export const guardProblems = ['UNAUTHORIZED'] as const

/** A kind of what stands in a venue until it is taken away, as its paths and descriptions name it. */
export interface RuleKind<Draft extends z.ZodType, State extends z.ZodType> {
  /** Such as `/venues/{venue}/faults`. */
  readonly path: string
  readonly tag: string
  /** Such as `FaultRule`, which makes `addFaultRule`, `listFaultRules`, `clearFaultRules` and so on. */
  readonly name: string
  /** Such as `a fault`. */
  readonly one: string
  /** Such as `all faults`. */
  readonly all: string
  /** What adding one is for, in a few words, and how it works. */
  readonly summary: string
  readonly description: string
  readonly draft: Draft
  readonly draftExample: z.input<Draft>
  readonly state: State
  readonly stateExample: z.output<State> & { readonly id: string }
}

/** How those of a kind are added to a venue, looked at and taken away. */
export interface RuleAccess<Draft extends z.ZodType, State extends z.ZodType> {
  /** How many there are, with those that are over. */
  size(hosted: HostedVenue): number
  add(hosted: HostedVenue, draft: z.output<Draft>): z.output<State>
  list(hosted: HostedVenue): readonly z.output<State>[]
  remove(hosted: HostedVenue, id: string): boolean
  clear(hosted: HostedVenue): void
}

const request = { params: venueParam }
const gone = { description: 'Gone.', headers: everyReply }

/**
 * Describes the four operations on a kind: add, list, remove one, clear. Call it once, when a module loads: the
 * descriptions of all answers take longer to make than all else of an app.
 */
export function ruleRoutes<Draft extends z.ZodType, State extends z.ZodType>(
  kind: RuleKind<Draft, State>,
) {
  const { path, name, one, all, summary, description, stateExample } = kind
  const tags = [kind.tag]
  // A path to be shown by examples.
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
      201: {
        description: 'It stands now.',
        headers: everyReply,
        content: { 'application/json': { schema: kind.state, example: stateExample } },
      },
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
      200: {
        description: 'In the order in which they are asked, with those that are over.',
        headers: everyReply,
        content: { 'application/json': { schema: z.array(kind.state), example: [stateExample] } },
      },
      ...problemResponses(instance, ...guardProblems),
    },
  })

  const removeOne = createRoute({
    method: 'delete',
    path: `${path}/{rule}`,
    operationId: `remove${name}`,
    summary: `Take ${one} away`,
    tags,
    request: {
      params: venueParam.extend({
        rule: z.string().openapi({
          param: { name: 'rule', in: 'path' },
          description: 'The id that it was given when it was added.',
          example: stateExample.id,
        }),
      }),
    },
    responses: {
      204: gone,
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
    summary: `Take ${all} away`,
    tags,
    request,
    responses: { 204: gone, ...problemResponses(instance, ...guardProblems, ...bodyProblems) },
  })

  return { kind, add, list, removeOne, removeAll }
}

/** The four operations on a kind, as they are described. */
export type RuleRoutes<Draft extends z.ZodType, State extends z.ZodType> = ReturnType<
  typeof ruleRoutes<Draft, State>
>

/** Adds the four operations on what stands in a venue. */
export function addRuleRoutes<Draft extends z.ZodType, State extends z.ZodType>(
  app: OpenAPIHono<ApiEnv>,
  venues: Venues,
  { kind, add, list, removeOne, removeAll }: RuleRoutes<Draft, State>,
  access: RuleAccess<Draft, State>,
): void {
  const middleware = [namedVenue(venues), rejectAnyQuery]

  // What a route may answer cannot be told to the compiler where its schemas are a parameter.
  app.openapi({ ...add, middleware: [...middleware, checkBody(add)] }, ((c: Context<ApiEnv>) => {
    if (access.size(c.get('hosted')) >= maxRules) {
      return problem(c, 'TOO_MANY_RULES', `A venue has at most ${maxRules} of a kind.`)
    }
    // Nobody has filled in what is left out of a body that is left out.
    const draft = kind.draft.parse(c.req.valid('json' as never))
    return reply(c, 201, access.add(c.get('hosted'), draft) as object)
  }) as never)

  app.openapi({ ...list, middleware }, ((c: Context<ApiEnv>) =>
    reply(c, 200, access.list(c.get('hosted')))) as never)

  app.openapi({ ...removeOne, middleware: [...middleware, checkBody(removeOne)] }, (c) => {
    const { rule } = c.req.valid('param')
    if (access.remove(c.get('hosted'), rule)) return noContent(c)
    const here = kind.path.replace('{venue}', c.get('hosted').name)
    return problem(c, 'RULE_NOT_FOUND', `Nothing at ${here} has the id ${rule}.`)
  })

  app.openapi({ ...removeAll, middleware: [...middleware, checkBody(removeAll)] }, (c) => {
    access.clear(c.get('hosted'))
    return noContent(c)
  })
}
