import type { RuleResult } from '../document/model.ts'
import { statusesIn } from '../document/report.ts'
import type { Status } from '../status.ts'
import { type Html, html } from './html.ts'

export const signs: Record<Status, string> = {
  failed: '✗',
  passed: '✓',
  'not judged': '?',
  skipped: '○',
  'not claimed': '–',
  'not run': '·',
}

/** How the report calls a promise by the status of its scenarios. */
export const promiseWords: Record<Status, string> = {
  failed: 'broken',
  passed: 'kept',
  'not judged': 'not judged here',
  skipped: 'skipped',
  'not claimed': 'not claimed',
  'not run': 'not tested',
}

/** A sign for a status; screen readers read the words. */
export const mark = (status: Status, words: string = status): Html =>
  html`<span class="mark ${classOf(status)}" role="img" aria-label="${words}" title="${words}">${signs[status]}</span>`

/** The sign of a promise. */
export const promiseMark = ({ status }: RuleResult): Html => mark(status, promiseWords[status])

/** How many scenarios of a promise that was kept were not judged; nothing if all were. */
export function unjudgedNote({ status, scenarios }: RuleResult): Html | undefined {
  const selected = statusesIn(scenarios).filter((one) => one !== 'not claimed' && one !== 'not run')
  const unjudged = selected.filter((one) => one === 'not judged').length
  if (status !== 'passed' || unjudged === 0) return undefined
  return html`<small class="not-judged">(${unjudged} of ${selected.length} scenarios not judged here)</small> `
}

export const classOf = (status: Status) => status.replace(' ', '-')
