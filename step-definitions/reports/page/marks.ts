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

export const classOf = (status: Status) => status.replace(' ', '-')
