import type { Attachment, Attempt, ExecutedStep } from '../document/attempt.ts'
import { attachedText } from './attached-text.ts'
import { evidenceInBrief, evidenceView } from './evidence-view.ts'
import { failureView } from './failure-view.ts'
import { type Html, html } from './html.ts'
import { mark } from './marks.ts'
import { lasted } from './words.ts'

interface AttemptsOptions {
  /** The heading of the evidence. */
  readonly title: string
  /**
   * Whether a failure lists its steps, since the page shows them nowhere else with their values.
   */
  readonly showSteps: boolean
}

/**
 * The attempts at a scenario: the first failure is open; other failures and all evidence are
 * collapsed. Of the attempts that passed, only the first shows its evidence.
 */
export function attemptsView(attempts: readonly Attempt[], options: AttemptsOptions): Html[] {
  const { title } = options
  if (attempts.length < 2) return attempts.map((attempt) => attemptView(attempt, options))
  const passed = attempts.findIndex(({ status }) => status === 'passed')
  const failed = attempts.findIndex(({ status }) => status === 'failed')
  const view = (attempt: Attempt, index: number) => {
    const name = `${title}: attempt ${index + 1} of ${attempts.length}`
    const all = attemptView(attempt, { title: name, showSteps: true })
    if (index === passed || index === failed) return all
    return (
      attempt.status === 'failed' &&
      html`<details class="evidence"><summary class="quiet">${name} failed too</summary>${all}</details>`
    )
  }
  return [
    html`<p class="tries">${attempts.length} attempts: ${attempts.map(attemptMark)}</p>`,
    html`${attempts.map(view)}`,
  ]
}

const attemptMark = ({ status, tookMs }: Attempt, index: number) =>
  mark(status, `attempt ${index + 1}: ${status}, ${lasted(tookMs)}`)

function attemptView(attempt: Attempt, { title, showSteps }: AttemptsOptions): Html {
  const { status, tookMs, failures, evidence, attached } = attempt
  const brief = evidence && html`<small>${evidenceInBrief(evidence)}, ${lasted(tookMs)}</small>`
  return html`
${status === 'failed' && showSteps && executedSteps(attempt)}
${failures.map(failureView)}
${attached.filter((one) => !isPicture(one)).map(textView)}
${attached.some(isPicture) && html`<div class="pictures">${attached.filter(isPicture).map(pictureView)}</div>`}
${
  evidence &&
  html`<details class="evidence"><summary class="quiet">${title} ${brief}</summary>${evidenceView(evidence)}</details>`
}`
}

/** The steps with their values, marked as passed, failed or not reached. */
const executedSteps = ({ steps }: Attempt): Html => html`
<ol class="executed">${steps.map(
  ({ text, status }) => html`<li class="${progressOf(status)}">${text}</li>`,
)}</ol>`

/** The CSS class of a step. */
export function progressOf(status: ExecutedStep['status']): string {
  if (status === 'PASSED') return 'done'
  return status === 'SKIPPED' ? 'unreached' : 'wrong'
}

const isPicture = ({ mediaType }: Attachment) => mediaType.startsWith('image/')

/** A picture becomes an image, so that its styles and ids cannot affect the page. */
function pictureView({ name, mediaType, body, isBase64 }: Attachment): Html {
  const source = `data:${mediaType};${isBase64 ? 'base64' : 'utf8'},${isBase64 ? body : encodeURIComponent(body)}`
  return html`<figure><img src="${source}" alt="${name.replace(/\.\w+$/, '')}"></figure>`
}

const textView = ({ body, isBase64 }: Attachment) =>
  attachedText(isBase64 ? Buffer.from(body, 'base64').toString() : body)
