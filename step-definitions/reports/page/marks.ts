import type { Status } from '../status.ts'
import { type Html, html } from './html.ts'

export const signs: Record<Status, string> = {
  failed: '✗',
  passed: '✓',
  skipped: '○',
  'not applicable': '–',
  'not run': '·',
}

/** What became of a promise, by what became of its scenarios. */
export const promiseWords: Record<Status, string> = {
  failed: 'broken',
  passed: 'kept',
  skipped: 'skipped',
  'not applicable': 'not claimed',
  'not run': 'not tried',
}

/** A sign for a status, which is read out as words. */
export const mark = (status: Status, words: string = status): Html =>
  html`<span class="mark ${classOf(status)}" role="img" aria-label="${words}" title="${words}">${signs[status]}</span>`

export const classOf = (status: Status) => status.replace(' ', '-')
