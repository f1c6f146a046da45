import type { OrderEvent } from '../../../api/contract/orders.ts'
import type {
  Evidence,
  RecordedReply,
  RecordedRequest,
  RecordedStream,
  StreamEntry,
} from '../evidence/evidence.ts'
import { type Excerpt, type ShownText, shownItems } from '../evidence/excerpt.ts'
import { pathIn } from '../evidence/path-in.ts'
import { curlOf, streamCommandOf } from './curl.ts'
import { type Html, html, verbatim } from './html.ts'
import { counted } from './words.ts'

/** What a scenario sent, received and left in the log; each item is collapsed. */
export const evidenceView = ({ seed, requests, streams, log }: Evidence): Html => html`
${seed !== undefined && html`<p class="seed">Seed of the venue: <code>${seed}</code></p>`}
<h6>Requests</h6>
<ol>${listed(requests, requestView, 'request')}</ol>
${streams.first.length > 0 && html`<h6>Streams</h6>${listed(streams, streamView, 'stream')}`}
${log && logView(log)}`

/** How many requests and messages the evidence has. */
export function evidenceInBrief({ requests, streams }: Evidence): string {
  const messages = shownItems(streams).reduce((sum, { entries }) => sum + lengthOf(entries), 0)
  return (
    counted(lengthOf(requests), 'request') +
    (messages > 0 ? `, ${counted(messages, 'message')}` : '')
  )
}

const lengthOf = (excerpt: Excerpt<unknown>) => shownItems(excerpt).length + excerpt.omitted

/** The items of an excerpt, with the number of omitted ones in their place. */
const listed = <T>({ first, omitted, last }: Excerpt<T>, view: (item: T) => Html, noun: string) => [
  ...first.map(view),
  omitted > 0 && html`<li class="omitted">… ${counted(omitted, noun)} omitted</li>`,
  ...last.map(view),
]

const requestView = (request: RecordedRequest): Html => html`
<li><details><summary>${at(request.atMs)} <b>${request.who}</b> <code>${request.method} ${pathIn(request.url)}</code>
<span class="answer">${statusIn(request)}</span></summary>
<pre class="curl">${verbatim(curlOf(request))}</pre>${partialBody(request.body)}
${request.reply && html`<pre>${verbatim(replyText(request.reply))}</pre>${omittedIn(request.reply.body)}`}
</details></li>`

const statusIn = ({ reply, noReply }: RecordedRequest) =>
  reply ? html`${reply.status} <small>${Math.round(reply.afterMs)} ms</small>` : noReply

function replyText({ status, headers, body }: RecordedReply): string {
  const fields = headers.map(([name, value]) => `${name}: ${value}`)
  const content = body.text === '' ? [] : ['', pretty(body.text)]
  return [`${status}`, ...fields, ...content].join('\n')
}

/** Formats JSON, with one line per item of a list. */
function pretty(text: string): string {
  try {
    const json: unknown = JSON.parse(text)
    if (!Array.isArray(json)) return JSON.stringify(json, null, 2)
    return `[\n${json.map((item) => `  ${JSON.stringify(item)}`).join(',\n')}\n]`
  } catch {
    return text
  }
}

/** The shown part of a body that the curl command omits. */
const partialBody = (body: ShownText | undefined) =>
  body?.omitted !== undefined && html`<pre>${verbatim(body.text)}</pre>${omittedIn(body)}`

const omittedIn = (shown: ShownText | undefined) =>
  shown?.omitted !== undefined && html`<p class="omitted">… ${shown.omitted} omitted</p>`

const streamView = ({ who, atMs, url, headers, entries, foreign }: RecordedStream): Html => html`
<details class="stream"><summary>${at(atMs)} <b>${who}</b> subscribes to <code>${pathIn(url)}</code>
<span class="answer">${counted(lengthOf(entries), 'message')}</span></summary>
<pre class="curl">${verbatim(streamCommandOf({ url, headers }))}</pre>
<ol class="entries">${listed(entries, entryView, 'message')}
${foreign > 0 && html`<li class="omitted">… ${counted(foreign, 'message')} about orders of other scenarios omitted</li>`}
</ol></details>`

const entryView = ({ atMs, is, text }: StreamEntry): Html => html`
<li>${at(atMs)} ${is === 'received' ? '' : html`<b>${is === 'sent' ? 'sends' : 'disconnected:'}</b> `}<code>${verbatim(text)}</code></li>`

const logView = (log: Excerpt<OrderEvent>): Html => html`
<details class="log"><summary>The venue's log <span class="answer">${counted(log.first.length + log.omitted, 'event')}</span></summary>
<ol class="entries">${listed(log, eventView, 'event')}</ol></details>`

const eventView = ({ position, occurredAt, type, orderId, ...rest }: OrderEvent): Html => html`
<li>${position} <b>${type}</b> <code>${orderId}</code> ${occurredAt} <code>${verbatim(JSON.stringify(rest))}</code></li>`

const at = (atMs: number) => html`<time>${(atMs / 1000).toFixed(3)} s</time>`
