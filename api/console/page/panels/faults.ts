import type { HeldRequest } from '../../../control/breakpoints.ts'
import {
  listHeld,
  listRules,
  type RuleKind,
  releaseHeld,
  removeRule,
  ruleKinds,
  stagings,
} from '../../store/fault-actions.ts'
import { hitsText, isActive, ruleText, type StagedRule } from '../../store/rule-text.ts'
import { actionButton } from '../action-button.ts'
import { outcomeOf } from '../api.ts'
import type { Desk } from '../desk.ts'
import { html, nothing } from '../lit-html/lit-html.js'
import type { Panel } from '../panel.ts'

const kinds = Object.keys(ruleKinds) as RuleKind[]

let rules: readonly StagedRule[] = []
let held: readonly HeldRequest[] = []
/** The state of the venue for which the rules were read. */
let readFor: Desk['venue']['state']

/** Stages faults, and shows what has been staged. */
export const faults: Panel = {
  id: 'faults',
  title: 'Faults',
  place: 'main',
  view(desk) {
    if (readFor !== desk.venue.state) void read(desk)
    const again = () => void read(desk)
    return html`
      <div class="faults">
        ${stagings.map(
          ({ title, actions }) => html`
            <section><h3>${title}</h3>
              <div class="buttons">
                ${actions.map((staging) => actionButton(desk, staging(desk.venue.name), { onDone: again }))}
              </div></section>`,
        )}
        ${held.length > 0 ? heldView(desk, again) : nothing}
        <section><h3>Rules</h3>${rules.length > 0 ? rulesView(desk, again) : html`<p>None. A button above adds one, which applies once.</p>`}</section>
      </div>`
  },
}

/** Reads the rules and the held requests. */
async function read(desk: Desk): Promise<void> {
  const { name, state } = desk.venue
  readFor = state
  const lists = await Promise.all(
    kinds.map(async (kind) =>
      (await listOf<StagedRule['rule']>(desk, listRules(name, kind))).map((rule) => ({
        kind,
        rule,
      })),
    ),
  )
  const requests = await listOf<HeldRequest>(desk, listHeld(name))
  if (desk.venue.name !== name) return
  rules = lists.flat()
  held = requests
  desk.redraw()
}

async function listOf<T>({ urls }: Desk, action: Parameters<typeof outcomeOf>[1]) {
  const outcome = await outcomeOf(urls, action)
  return 'reply' in outcome ? (outcome.reply.body as readonly T[]) : []
}

const heldView = (desk: Desk, again: () => void) => html`
  <section aria-live="polite"><h3>Held requests</h3>
    <ul>${held.map(
      (one) => html`<li><span>${one.endpoint} ${one.symbol ?? ''}</span>
        ${actionButton(desk, releaseHeld(desk.venue.name, one), { onDone: again })}</li>`,
    )}</ul></section>`

const rulesView = (desk: Desk, again: () => void) => html`
  <table aria-live="polite">
    <thead><tr><th scope="col">Kind</th><th scope="col">Rule</th><th scope="col">So far</th><th scope="col"></th></tr></thead>
    <tbody>${rules.map(
      (staged) => html`<tr class=${isActive(staged) ? '' : 'ended'}>
        <td>${ruleKinds[staged.kind].title}</td>
        <td>${ruleText(staged)}</td>
        <td>${hitsText(staged)}</td>
        <td>${actionButton(desk, removeRule(desk.venue.name, staged.kind, staged.rule.id), {
          onDone: again,
        })}</td></tr>`,
    )}</tbody>
  </table>`
