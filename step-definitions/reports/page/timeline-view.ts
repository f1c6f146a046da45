import type { Evidence, Moment, RecordedReply, RecordedRequest } from '../evidence/evidence.ts'
import type { ShownText } from '../evidence/excerpt.ts'
import { type Lane, lanesOf } from '../evidence/lanes.ts'
import { pathIn } from '../evidence/path-in.ts'
import { omittedInWords } from '../evidence/transcript-text.ts'
import { curlOf, streamCommandOf } from './curl.ts'
import { type Html, html, verbatim } from './html.ts'
import { counted } from './words.ts'

type Recorded = Pick<Evidence, 'timeline' | 'requests' | 'streams'>

/**
 * What everyone sent and received, one row each in order of time. Each person has a lane, which
 * shows when a request waits for its reply. The words of a row say the same without the lanes.
 */
export function timelineView(recorded: Recorded): Html {
  const lanes = lanesOf(recorded)
  return html`<ol class="timeline">${recorded.timeline.map((moment, index) =>
    rowView(moment, lanes[index]?.map(laneView), recorded),
  )}</ol>`
}

const laneView = ({ mark, waits }: Lane) =>
  html`<i${waits.length > 0 && html` class="${waits.join(' ')}"`}>${mark}</i>`

const rowView = (moment: Moment, lanes: Html[] | undefined, recorded: Recorded): Html => html`
<li class="${moment.is}"><time>${moment.is !== 'omitted' && `${(moment.atMs / 1000).toFixed(3)} s`}</time><span class="lanes" aria-hidden="true">${lanes}</span><div>${contentOf(moment, recorded)}</div></li>`

function contentOf(moment: Moment, { requests, streams }: Recorded) {
  switch (moment.is) {
    case 'request':
      return requestView(requests.first[moment.nth])
    case 'reply':
      return replyView(requests.first[moment.nth])
    case 'connection': {
      const stream = streams.first[moment.nth]
      return (
        stream &&
        html`<details><summary><b>${stream.who}</b> subscribes to <code>${pathIn(stream.url)}</code>${foreignIn(stream.foreign)}</summary>
<pre class="curl">${verbatim(streamCommandOf(stream))}</pre></details>`
      )
    }
    case 'received':
      return messageView(html`<b>${moment.who}</b> receives`, moment.text)
    case 'sent':
      return messageView(html`<b>${moment.who}</b> sends over the stream`, moment.text)
    case 'broken':
      return html`<b>${moment.who}</b> is disconnected: ${moment.text}`
    case 'failed':
      return html`<b>The step failed.</b>`
    case 'omitted':
      return `… ${omittedInWords(moment)} left out`
  }
}

const foreignIn = (foreign: number) =>
  foreign > 0 &&
  html` <small class="omitted">… ${counted(foreign, 'message')} about orders of other scenarios left out</small>`

const requestView = (request: RecordedRequest | undefined) =>
  request &&
  html`<details><summary><b>${request.who}</b> sends <code>${request.method} ${pathIn(request.url)}</code> ${briefly(request.body?.text)}${
    request.reply === undefined && html` <small>no reply: ${request.noReply}</small>`
  }</summary>
<pre class="curl">${verbatim(curlOf(request))}</pre>${partialBody(request.body)}</details>`

function replyView(request: RecordedRequest | undefined) {
  if (!request) return undefined
  const { who, method, url, reply, noReply } = request
  const about = html`<small><code>${method} ${pathIn(url)}</code></small>`
  if (!reply) return html`<b>${who}</b> gets no reply to ${about}: ${noReply}`
  return html`<details><summary><b>${who}</b> gets <b class="status">${reply.status}</b> <small>after ${Math.round(reply.afterMs)} ms for</small> ${about} ${briefly(reply.body.text)}</summary>
<pre>${verbatim(replyText(reply))}</pre>${omittedIn(reply.body)}</details>`
}

const messageView = (what: Html, text: string): Html =>
  text.length > maxWhole
    ? html`<details><summary>${what} ${briefly(text)}</summary><pre>${verbatim(pretty(text))}</pre></details>`
    : html`${what} ${briefly(text, maxWhole)}`

const maxBrief = 120
/** A longer message is collapsed. */
const maxWhole = 300

/** The beginning of a body or a message, in which the statuses of orders stand out. */
function briefly(text = '', max = maxBrief): Html | false {
  if (text === '') return false
  const brief = text.length > max ? `${text.slice(0, max)} …` : text
  const parts = brief.split(/\b(PENDING|EXECUTED|CANCELLED)\b/)
  return html`<code>${parts.map((part, index) => (index % 2 === 1 ? html`<b>${part}</b>` : verbatim(part)))}</code>`
}

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
