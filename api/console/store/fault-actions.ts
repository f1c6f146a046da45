import type { BreakpointDraft, HeldRequest } from '../../control/breakpoints.ts'
import type { FaultRuleDraft } from '../../control/faults.ts'
import type { RaceDraft } from '../../control/races.ts'
import type { StreamFaultRuleDraft } from '../../control/stream-faults.ts'
import type { Action } from './action.ts'
import { inCode } from './in-code.ts'
import { venuePath } from './venue-actions.ts'

/** The kinds of rules that the console stages: their paths, and their names in the typed methods. */
export const ruleKinds = {
  faults: { path: 'faults', title: 'Replies' },
  streamFaults: { path: 'stream-faults', title: 'Messages' },
  races: { path: 'races', title: 'Races' },
  breakpoints: { path: 'breakpoints', title: 'Breakpoints' },
} as const

export type RuleKind = keyof typeof ruleKinds

const rulesPath = (venue: string, kind: RuleKind) => `${venuePath(venue)}/${ruleKinds[kind].path}`

const add =
  (kind: RuleKind) =>
  (label: string, rule: object) =>
  (venue: string): Action => ({
    label,
    api: 'control',
    method: 'POST',
    path: rulesPath(venue, kind),
    body: rule,
    code: `venue.${kind}.add(${inCode(rule)})`,
  })

const reply = (label: string, at: FaultRuleDraft['at'], action: FaultRuleDraft['action']) =>
  add('faults')(label, { at, action, times: 1 } satisfies FaultRuleDraft)

const message = (label: string, action: StreamFaultRuleDraft['action']) =>
  add('streamFaults')(label, { action, times: 1 } satisfies StreamFaultRuleDraft)

const race = (label: string, winner: RaceDraft['winner']) =>
  add('races')(label, { winner } satisfies RaceDraft)

/** What the buttons stage, in groups. Each applies once, to the next request or message. */
export const stagings = [
  {
    title: 'The next reply',
    actions: [
      reply('Lost, not recorded', 'before-commit', { does: 'reset' }),
      reply('Lost, recorded', 'after-commit', { does: 'reset' }),
      reply('503, not recorded', 'before-commit', { does: 'answer', status: 503 }),
      reply('503, recorded', 'after-commit', { does: 'answer', status: 503 }),
      reply('2 s late', 'after-commit', { does: 'delay', ms: 2000 }),
      reply('Truncated', 'after-commit', { does: 'truncate' }),
    ],
  },
  {
    title: 'The next message',
    actions: [
      message('Drop', { does: 'drop' }),
      message('Duplicate', { does: 'duplicate' }),
      message('Swap', { does: 'swap' }),
      message('Stall for 2 s', { does: 'stall', ms: 2000 }),
      message('Cut the connections', { does: 'cut' }),
    ],
  },
  {
    title: 'The next cancel races the execution',
    actions: [
      race('The execution wins', 'execution'),
      race('The cancel wins', 'cancellation'),
      race('The seed decides', 'seeded'),
    ],
  },
  {
    title: 'A breakpoint',
    actions: [
      add('breakpoints')('Hold the next placement', {
        match: { endpoint: 'POST /orders' },
        times: 1,
      } satisfies BreakpointDraft),
    ],
  },
] as const

/** Lists the rules of a kind. */
export const listRules = (venue: string, kind: RuleKind): Action => ({
  label: 'List',
  api: 'control',
  method: 'GET',
  path: rulesPath(venue, kind),
  code: `venue.${kind}.list()`,
})

export const removeRule = (venue: string, kind: RuleKind, id: string): Action => ({
  label: 'Remove',
  api: 'control',
  method: 'DELETE',
  path: `${rulesPath(venue, kind)}/${encodeURIComponent(id)}`,
  code: `venue.${kind}.remove(${inCode(id)})`,
})

export const listHeld = (venue: string): Action => ({
  label: 'List held requests',
  api: 'control',
  method: 'GET',
  path: `${venuePath(venue)}/held-requests`,
  code: 'venue.breakpoints.listHeld()',
})

export const releaseHeld = (venue: string, { id }: Pick<HeldRequest, 'id'>): Action => ({
  label: 'Release',
  api: 'control',
  method: 'POST',
  path: `${venuePath(venue)}/held-requests/${encodeURIComponent(id)}/release`,
  code: `venue.breakpoints.release(${inCode(id)})`,
})
