import type { Reason, Verdict } from '../../engine/index.ts'
import type { CommitPhase } from '../faults/fault-rules.ts'
import { redactText } from '../journal/redaction.ts'
import type { RuleVerdicts } from '../journal/rule-verdicts.ts'
import { instantView } from '../views/instant-view.ts'
import { deedOf, rangeText, reasonText } from './rule-words.ts'
import type * as contract from './why-contract.ts'

/** Longer values are cut: the id in a path can be any text. */
const maxValueLength = 64

/** Converts what became of the rules to the control API's. */
export function verdictsView(verdicts: RuleVerdicts) {
  const rules = verdicts.all.map(ruleView)
  return {
    state: 'tested' as const,
    text: summaryOf(rules),
    rules,
    ...(verdicts.isPartial && { partial: true as const }),
  }
}

function ruleView(verdict: Verdict): contract.WhyRule {
  const { kind, rule, match } = verdict
  const reasons = verdict.reasons.map(shown)
  const { does, text } = deedOf(verdict)
  const { at } = match as { readonly at?: CommitPhase }
  return {
    rule,
    kind: kind as contract.WhyRule['kind'],
    ...(at && { at }),
    does,
    result: resultOf(reasons),
    reasons: reasons.map(reasonView),
    text: `${rule} ${reasons.length === 0 ? `applied: ${text}` : missText(reasons, match)}.`,
  }
}

const resultOf = ({ length }: readonly Reason[]): contract.WhyRule['result'] =>
  length === 0 ? 'applied' : length === 1 ? 'nearly' : 'no'

function missText(reasons: readonly Reason[], match: unknown): string {
  const { probability = 1 } = match as { readonly probability?: number }
  const isOpen = probability < 1 && !reasons.some(({ criterion }) => criterion === 'probability')
  return [
    `${reasons.length === 1 ? 'nearly applied' : 'did not apply'}: ${reasons.map(reasonText).join('; ')}`,
    ...(isOpen ? [`it would then apply with probability ${probability}`] : []),
  ].join('; ')
}

/** A value may come from the path, and so be a secret. */
const shown = ({ actual, ...reason }: Reason): Reason => ({
  ...reason,
  actual: typeof actual === 'string' ? redactText(actual).slice(0, maxValueLength) : actual,
})

const reasonView = ({ criterion, wanted, actual }: Reason) => ({
  criterion: criterion as contract.WhyRule['reasons'][number]['criterion'],
  wanted: valueView(criterion, wanted),
  actual: valueView(criterion, actual),
})

function valueView(criterion: string, value: unknown): string | number | undefined {
  if (criterion === 'expiresAt') return instantView(Number(value))
  if (typeof value === 'object') return rangeText(value as Parameters<typeof rangeText>[0])
  return typeof value === 'number' ? value : value === undefined ? undefined : String(value)
}

function summaryOf(rules: readonly contract.WhyRule[]): string {
  const named = (result: contract.WhyRule['result']) =>
    rules.filter((rule) => rule.result === result).map(({ rule }) => rule)
  const applied = named('applied')
  const nearly = named('nearly')
  return [
    applied.length > 0 ? `${applied.join(' and ')} applied.` : 'No rule applied.',
    ...(nearly.length > 0
      ? [
          `${nearly.length} ${applied.length > 0 ? 'other ' : ''}${nearly.length === 1 ? 'rule' : 'rules'} nearly did.`,
        ]
      : []),
  ].join(' ')
}
