import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { jsonReply } from '../http/openapi-parts.ts'
import { problem } from '../http/problems.ts'
import { type ApiEnv, noContent, reply } from '../http/reply.ts'
import type { HostedVenue } from '../venues/hosted-venue.ts'
import { describeBody } from './body.ts'
import { type AddOperation, describeOperation, emptyReply, venueParam } from './operation.ts'

/** A limit on the rules of a kind, as each request is matched against all of them. */
export const maxRules = 10_000

/** How a kind of rule is named and described. */
export interface RuleKind<Draft extends z.ZodType, State extends z.ZodType> {
  /** Such as `/venues/{venue}/faults`. */
  readonly path: string
  readonly tag: string
  /** Such as `FaultRule`, which makes `addFaultRule`, `listFaultRules`, `clearFaultRules` and so on. */
  readonly name: string
  /** Such as `a fault rule`. */
  readonly one: string
  /** The summary and description of the operation that adds one. */
  readonly summary: string
  readonly description: string
  readonly draft: Draft
  readonly draftExample: z.input<Draft> & object
  readonly state: State
  readonly stateExample: z.output<State> & { readonly id: string }
}

/** The rules of a kind in one venue. */
interface RuleList<Rule> {
  /** The number of rules, including ended ones. */
  readonly size: number
  list(): readonly Rule[]
  remove(id: string): boolean
  clear(): void
}

/** How rules of a kind are added and shown. */
export interface RuleAccess<Draft, State, Rule, Rules extends RuleList<Rule>> {
  rulesOf(hosted: HostedVenue): Rules
  add(rules: Rules, draft: Draft): Rule
  view(rule: Rule): State
}

/** Describes the four operations on a kind: add, list, remove one, clear. */
export function ruleRoutes<Draft extends z.ZodType, State extends z.ZodType>(
  kind: RuleKind<Draft, State>,
) {
  const { tag, path, name, one, draftExample, stateExample } = kind
  const all = `all ${one.replace(/^an? /, '')}s`
  const removed = emptyReply('Removed.')
  const subject = one.replace('a', 'A')
  const draft = kind.draft.openapi(`${name}Draft`, {
    description: `${subject} to add.`,
    example: draftExample,
  })
  const state = kind.state.openapi(name, {
    description: `${subject} and what it has done so far.`,
    example: stateExample,
  })

  const add = describeOperation({
    tag,
    method: 'post',
    path,
    operationId: `add${name}`,
    summary: kind.summary,
    description: kind.description,
    request: { params: venueParam, body: describeBody(draft, draftExample) },
    replies: { 201: jsonReply('Added.', state, stateExample) },
    problems: ['TOO_MANY_RULES'],
  })

  const list = describeOperation({
    tag,
    method: 'get',
    path,
    operationId: `list${name}s`,
    summary: `List ${all}`,
    replies: {
      200: jsonReply(
        'All rules in the order they were added, including ended ones.',
        z.array(state),
        [stateExample],
      ),
    },
  })

  const removeOne = describeOperation({
    tag,
    method: 'delete',
    path: `${path}/{rule}`,
    operationId: `remove${name}`,
    summary: `Remove ${one}`,
    request: {
      params: venueParam.extend({
        rule: z.string().openapi({
          description: 'The id, from the reply that added it.',
          example: stateExample.id,
        }),
      }),
    },
    replies: { 204: removed },
    problems: ['RULE_NOT_FOUND'],
    exampleId: stateExample.id,
  })

  const removeAll = describeOperation({
    tag,
    method: 'delete',
    path,
    operationId: `clear${name}s`,
    summary: `Remove ${all}`,
    replies: { 204: removed },
  })

  return { kind, add, list, removeOne, removeAll }
}

/** Adds the four operations on a kind. */
export function addRuleRoutes<
  Draft extends z.ZodType,
  State extends z.ZodType,
  Rule,
  Rules extends RuleList<Rule>,
>(
  addOperation: AddOperation,
  { kind, add, list, removeOne, removeAll }: ReturnType<typeof ruleRoutes<Draft, State>>,
  access: RuleAccess<z.output<Draft>, z.output<State>, Rule, Rules>,
): void {
  const rulesFor = (c: Context<ApiEnv>) => access.rulesOf(c.get('hosted'))

  // `as never`: the types of a route's replies cannot follow from schemas that are type parameters.
  addOperation(add, ((c: Context<ApiEnv>) => {
    const rules = rulesFor(c)
    if (rules.size >= maxRules) {
      return problem(c, 'TOO_MANY_RULES', `A venue has at most ${maxRules} rules of a kind.`)
    }
    const draft = c.req.valid('json' as never)
    return reply(c, 201, access.view(access.add(rules, draft)) as object)
  }) as never)

  addOperation(list, ((c: Context<ApiEnv>) =>
    reply(c, 200, rulesFor(c).list().map(access.view))) as never)

  addOperation(removeOne, (c) => {
    const { rule } = c.req.valid('param')
    if (rulesFor(c).remove(rule)) return noContent(c)
    const here = kind.path.replace('{venue}', c.get('hosted').name)
    return problem(c, 'RULE_NOT_FOUND', `There is no ${rule} at ${here}.`)
  })

  addOperation(removeAll, (c) => {
    rulesFor(c).clear()
    return noContent(c)
  })
}
