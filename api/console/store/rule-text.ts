import type { Breakpoint } from '../../control/breakpoints.ts'
import type { FaultRule } from '../../control/faults.ts'
import type { Race } from '../../control/races.ts'
import type { StreamFaultRule } from '../../control/stream-faults.ts'
import type { RuleKind } from './fault-actions.ts'

/** A rule of a venue, with its kind. */
export interface StagedRule {
  readonly kind: RuleKind
  readonly rule: FaultRule | StreamFaultRule | Race | Breakpoint
}

/** What a rule does, in words. */
export function ruleText({ kind, rule }: StagedRule): string {
  const match = Object.entries(rule.match)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
  const where = match === '' ? '' : ` (${match})`
  return `${doesText(kind, rule)}${where}`
}

function doesText(kind: RuleKind, rule: StagedRule['rule']): string {
  if (kind === 'breakpoints') return 'hold a request'
  if (kind === 'races') {
    const { winner } = rule as Race
    return winner === 'seeded' ? 'race, the seed decides' : `race, the ${winner} wins`
  }
  const { at, action } = rule as FaultRule
  const { does, ...how } = action
  const details = Object.entries(how).map(([name, value]) =>
    name === 'ms' ? `${value} ms` : value,
  )
  return [does, ...details, at?.replace('-', ' the ')].filter(Boolean).join(' ')
}

/** How often a rule was applied, or what became of a race. */
export function hitsText({ rule }: StagedRule): string {
  if ('winner' in rule) {
    return rule.result ? `${rule.result.winner} won` : 'waits'
  }
  const { hits, times, seen } = rule
  return `${hits}${times === undefined ? '' : ` of ${times}`} applied, ${seen} matched`
}

/** Whether a rule can still apply. */
export function isActive({ rule }: StagedRule): boolean {
  if ('winner' in rule) return rule.result === undefined
  return rule.times === undefined || rule.hits < rule.times
}
