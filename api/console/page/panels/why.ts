import type { WhyRule } from '../../../control/why-contract.ts'
import { type Explained, groupRules, withoutId } from '../../store/explained.ts'
import { switchJournal } from '../../store/journal-actions.ts'
import { actionButton } from '../action-button.ts'
import type { Desk } from '../desk.ts'
import { createExplanations, explanationOf } from '../explanations.ts'
import { html, nothing } from '../lit-html/lit-html.js'
import type { Panel } from '../panel.ts'

const explanations = createExplanations()
/** The entry and the message that were scrolled to last. */
let revealed = ''

/** Which rules affected the chosen request or message, or those of the chosen order, and why others did not. */
export const why: Panel = {
  id: 'why',
  title: 'Why',
  place: 'side',
  view(desk) {
    const { entry, order } = desk.view
    if (desk.venue.state && !desk.venue.state.journal) return journalHint(desk)
    if (entry === undefined && order === undefined) {
      return html`<p class="hint">Choose an order, or a step of the timeline, to see which rules affected it.</p>`
    }
    const explained = explanations.of(desk)
    if (!explained) return html`<p class="hint">Reads the journal…</p>`
    return html`
      ${entry === undefined ? nothing : chosenView(desk)}
      ${explained.length === 0 ? html`<p class="hint">The journal has no such request: it was cleared, or is older than the journal.</p>` : nothing}
      <ol class="why">${explained.map((one) => explainedView(desk, one))}</ol>`
  },
  draw({ view: { entry, message } }) {
    const chosen = `${entry} ${message}`
    // Before, the panel is too short to scroll to.
    if (chosen === revealed || !explanations.isKnown) return
    revealed = chosen
    if (entry !== undefined) reveal()
  },
}

/** Scrolls the tools to this panel, as a step of the timeline was chosen. On a narrow page they do not scroll. */
function reveal(): void {
  const box = document.getElementById('panel-why')?.parentElement
  const tools = box?.closest('aside')
  if (box && tools) tools.scrollTo({ top: box.offsetTop - tools.offsetTop })
}

const journalHint = (desk: Desk) => html`
  <p class="hint">The journal records why. This venue keeps none. Switch it on, then try again.</p>
  <div class="buttons">${actionButton(desk, switchJournal(desk.venue.name, true))}</div>`

const chosenView = (desk: Desk) => html`
  <button type="button" class="quiet why-back" @click=${() => desk.show({ entry: undefined, message: undefined })}>
    ${desk.view.order === undefined ? 'Close' : 'All of the order'}</button>`

function explainedView(desk: Desk, { subject, why: known }: Explained) {
  const { applied, nearly, others } = groupRules(known?.rules ?? [])
  return html`
    <li>
      <h3><span title=${subject.line}>${subject.line}</span>
        ${actionButton(desk, explanationOf(desk.venue.name, subject), { kind: 'quiet' })}</h3>
      ${applied.length > 0 ? nothing : html`<p class="hint">${known?.text ?? 'No longer in the journal.'}</p>`}
      ${applied.length + nearly.length > 0 ? ruleList([...applied, ...nearly]) : nothing}
      ${
        others.length > 0
          ? html`<details><summary>${others.length} ${others.length === 1 ? 'rule' : 'rules'} further off</summary>
              ${ruleList(others)}</details>`
          : nothing
      }
    </li>`
}

const words = { applied: 'applied', nearly: 'nearly', no: 'no' } as const

const ruleList = (rules: readonly WhyRule[]) => html`
  <ul>${rules.map(
    (rule) => html`<li class=${rule.result}>
      <span class="verdict">${words[rule.result]}</span>
      <span class="mono">${rule.rule}</span>
      <span class="reason">${withoutId(rule)}</span></li>`,
  )}</ul>`
