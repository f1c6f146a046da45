import type { OrderEvent } from '../../../api/contract/orders.ts'
import type { Asked, Evidence, Stream, Told } from '../evidence/evidence.ts'
import { type Excerpt, type ShownText, shownItems } from '../evidence/excerpt.ts'
import { pathIn } from '../evidence/path-in.ts'
import { curlOf, listeningOf } from './curl.ts'
import { type Html, html, verbatim } from './html.ts'
import { counted } from './words.ts'

/** What a scenario asked, heard and left in the log, in parts that are folded away. */
export const evidenceView = ({ seed, asked, streams, log }: Evidence): Html => html`
${seed !== undefined && html`<p class="seed">The venue was opened with the seed <code>${seed}</code>.</p>`}
<h6>What was asked</h6>
<ol class="asked">${listed(asked, askedView, 'request')}</ol>
${streams.first.length > 0 && html`<h6>What was heard</h6>${listed(streams, streamView, 'stream')}`}
${log && logView(log)}`

/** In a few words, what there is to see. */
export function evidenceInBrief({ asked, streams }: Evidence): string {
  const requests = shownItems(asked).length + asked.left
  const messages = shownItems(streams).reduce(
    (sum, { told }) => sum + shownItems(told).length + told.left,
    0,
  )
  const heard = messages > 0 ? `, ${counted(messages, 'message')}` : ''
  return counted(requests, 'request') + heard
}

/** The items that are shown, and in between how many are not. */
const listed = <T>({ first, left, last }: Excerpt<T>, view: (item: T) => Html, noun: string) => [
  ...first.map(view),
  left > 0 && html`<li class="left">… ${counted(left, noun)} not shown</li>`,
  ...last.map(view),
]

const askedView = (asked: Asked): Html => html`
<li><details><summary>${at(asked.atMs)} <b>${asked.who}</b> <code>${asked.method} ${pathIn(asked.url)}</code>
<span class="answer">${answerOf(asked)}</span></summary>
<pre class="curl">${verbatim(curlOf(asked))}</pre>${beginningOf(asked.body)}
${asked.reply && html`<pre>${verbatim(replyText(asked.reply))}</pre>${leftOut(asked.reply.body)}`}
</details></li>`

const answerOf = ({ reply, silence }: Asked) =>
  reply ? html`${reply.status} <small>${Math.round(reply.afterMs)} ms</small>` : silence

function replyText({ status, headers, body }: NonNullable<Asked['reply']>): string {
  const fields = headers.map(([name, value]) => `${name}: ${value}`)
  const content = body.text === '' ? [] : ['', pretty(body.text)]
  return [`${status}`, ...fields, ...content].join('\n')
}

/** JSON, an order or an event in a line each; all else as it is. */
function pretty(text: string): string {
  try {
    const json: unknown = JSON.parse(text)
    if (!Array.isArray(json)) return JSON.stringify(json, null, 2)
    return `[\n${json.map((item) => `  ${JSON.stringify(item)}`).join(',\n')}\n]`
  } catch {
    return text
  }
}

/** Of a body that is not told in full no command tells anything. */
const beginningOf = (body: ShownText | undefined) =>
  body?.left !== undefined && html`<pre>${verbatim(body.text)}</pre>${leftOut(body)}`

const leftOut = (shown: ShownText | undefined) =>
  shown?.left !== undefined && html`<p class="left">… ${shown.left}, not shown</p>`

const streamView = ({ who, atMs, url, headers, told, foreign }: Stream): Html => html`
<details class="stream"><summary>${at(atMs)} <b>${who}</b> listens to <code>${pathIn(url)}</code>
<span class="answer">${counted(shownItems(told).length + told.left, 'message')}</span></summary>
<pre class="curl">${verbatim(listeningOf({ url, headers }))}</pre>
<ol class="told">${listed(told, toldView, 'message')}
${foreign > 0 && html`<li class="left">${counted(foreign, 'message')} about orders of others not shown</li>`}
</ol></details>`

const toldView = ({ atMs, is, text }: Told): Html => html`
<li>${at(atMs)} ${is === 'heard' ? '' : html`<b>${is === 'said' ? 'says' : 'is cut off:'}</b> `}<code>${verbatim(text)}</code></li>`

const logView = (log: Excerpt<OrderEvent>): Html => html`
<details class="log"><summary>What the log says <span class="answer">${counted(log.first.length + log.left, 'event')}</span></summary>
<ol class="told">${listed(log, eventView, 'event')}</ol></details>`

const eventView = ({ position, occurredAt, type, orderId, ...rest }: OrderEvent): Html => html`
<li>${position} <b>${type}</b> <code>${orderId}</code> ${occurredAt} <code>${verbatim(JSON.stringify(rest))}</code></li>`

const at = (atMs: number) => html`<time>${(atMs / 1000).toFixed(3)} s</time>`
