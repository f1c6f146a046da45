import type { AttachedTold, Attempt } from './attempt.ts'
import { evidenceInBrief, evidenceView } from './evidence-view.ts'
import { failureView } from './failure-view.ts'
import { type Html, html, verbatim } from './html.ts'
import { mark } from './marks.ts'
import { lasted } from './words.ts'

/**
 * What each time shows that a scenario was played: failures open, evidence folded away. Of many times
 * that it passed, the evidence of the first is enough.
 */
export function attemptsView(attempts: readonly Attempt[], title = 'Evidence'): Html[] {
  if (attempts.length < 2) return attempts.map((attempt) => attemptView(attempt, title))
  const first = attempts.findIndex(({ status }) => status === 'passed')
  return [
    html`<p class="tries">Played ${attempts.length} times: ${attempts.map(({ status }) => mark(status))}</p>`,
    ...attempts.map((attempt, index) =>
      attemptView(
        attempt,
        `${title} of ${index + 1} of ${attempts.length}`,
        index === first || attempt.status !== 'passed',
      ),
    ),
  ]
}

/** One time that it was played. */
function attemptView(attempt: Attempt, title: string, isFull = true): Html {
  const { status, tookMs, failures, evidence, attached } = attempt
  const isFailed = status === 'failed'
  const brief = evidence && html`<small>${evidenceInBrief(evidence)}, ${lasted(tookMs)}</small>`
  return html`
${isFailed && playedSteps(attempt)}
${failures.map(failureView)}
${isFull && attached.map(attachedView)}
${
  evidence &&
  isFull &&
  html`<details class="evidence"><summary class="quiet">${title} ${brief}</summary>${evidenceView(evidence)}</details>`
}
${!isFull && html`<p class="tries">${mark(status)} ${title}: as the first, in ${lasted(tookMs)}</p>`}`
}

/** The steps as they were played, with their values, up to where it went wrong and what was left. */
const playedSteps = ({ steps }: Attempt): Html => html`
<ol class="played">${steps.map(
  ({ text, status }) =>
    html`<li class="${status === 'PASSED' ? 'done' : status === 'SKIPPED' ? 'left' : 'wrong'}">${text}</li>`,
)}</ol>`

/** A picture is shown as an image, so that its styles and its names touch nothing else. */
function attachedView({ name, mediaType, body, isBase64 }: AttachedTold): Html {
  if (mediaType.startsWith('image/')) {
    const source = `data:${mediaType};${isBase64 ? 'base64' : 'utf8'},${isBase64 ? body : encodeURIComponent(body)}`
    return html`<figure><img src="${source}" alt="${name.replace(/\.\w+$/, '')}"></figure>`
  }
  const text = isBase64 ? Buffer.from(body, 'base64').toString() : body
  return html`<pre class="attached">${verbatim(text)}</pre>`
}
