import type { Attachment, Attempt, StepPlayed } from '../document/attempt.ts'
import { attachedText } from './attached-text.ts'
import { evidenceInBrief, evidenceView } from './evidence-view.ts'
import { failureView } from './failure-view.ts'
import { type Html, html } from './html.ts'
import { mark } from './marks.ts'
import { lasted } from './words.ts'

export interface AttemptsOptions {
  /** What the evidence is of. */
  readonly title: string
  /** Whether the steps of a failure have to be told, because they stand nowhere else with their values. */
  readonly areStepsTold: boolean
}

/**
 * What is to be seen of every time that a scenario was played: the first failure open, other failures
 * and all evidence folded away. Of those that passed the first has evidence enough.
 */
export function attemptsView(attempts: readonly Attempt[], options: AttemptsOptions): Html[] {
  const { title } = options
  if (attempts.length < 2) return attempts.map((attempt) => attemptView(attempt, options))
  const passed = attempts.findIndex(({ status }) => status === 'passed')
  const failed = attempts.findIndex(({ status }) => status === 'failed')
  const view = (attempt: Attempt, index: number) => {
    const name = `${title}: attempt ${index + 1} of ${attempts.length}`
    const all = attemptView(attempt, { title: name, areStepsTold: true })
    if (index === passed || index === failed) return all
    return (
      attempt.status === 'failed' &&
      html`<details class="evidence"><summary class="quiet">${name} failed, too</summary>${all}</details>`
    )
  }
  return [
    html`<p class="tries">Played ${attempts.length} times: ${attempts.map(triedView)}</p>`,
    html`${attempts.map(view)}`,
  ]
}

const triedView = ({ status, tookMs }: Attempt, index: number) =>
  mark(status, `attempt ${index + 1}: ${status}, ${lasted(tookMs)}`)

/** One time that it was played. */
function attemptView(attempt: Attempt, { title, areStepsTold }: AttemptsOptions): Html {
  const { status, tookMs, failures, evidence, attached } = attempt
  const brief = evidence && html`<small>${evidenceInBrief(evidence)}, ${lasted(tookMs)}</small>`
  return html`
${status === 'failed' && areStepsTold && playedSteps(attempt)}
${failures.map(failureView)}
${attached.map(attachedView)}
${
  evidence &&
  html`<details class="evidence"><summary class="quiet">${title} ${brief}</summary>${evidenceView(evidence)}</details>`
}`
}

/** The steps as they were played, with their values, up to where it went wrong and what was left. */
const playedSteps = ({ steps }: Attempt): Html => html`
<ol class="played">${steps.map(
  ({ text, status }) => html`<li class="${progressOf(status)}">${text}</li>`,
)}</ol>`

/** How far a step came. */
export function progressOf(status: StepPlayed['status']): string {
  if (status === 'PASSED') return 'done'
  return status === 'SKIPPED' ? 'left' : 'wrong'
}

/** A picture is shown as an image, so that its styles and its names touch nothing else. */
function attachedView({ name, mediaType, body, isBase64 }: Attachment): Html | Html[] {
  if (mediaType.startsWith('image/')) {
    const source = `data:${mediaType};${isBase64 ? 'base64' : 'utf8'},${isBase64 ? body : encodeURIComponent(body)}`
    return html`<figure><img src="${source}" alt="${name.replace(/\.\w+$/, '')}"></figure>`
  }
  return attachedText(isBase64 ? Buffer.from(body, 'base64').toString() : body)
}
