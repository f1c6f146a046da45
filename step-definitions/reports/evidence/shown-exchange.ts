import { type Reply, tookMs } from '../../support/client.ts'
import type { Sent } from '../../support/http.ts'
import type { RecordedReply, RecordedRequest, RecordedStream } from './evidence.ts'
import { type ShownText, shownOf } from './excerpt.ts'
import type { Secrets } from './secrets.ts'
import type { RequestNote } from './transcript.ts'

const maxBodyCharacters = 2000

/** How much of all request bodies is shown in full, so that a reader can send them again. */
const maxBytesSent = 65_536

/** Header fields that say nothing about an order, an event or a refusal. */
const omittedFields =
  /^(?:connection|keep-alive|transfer-encoding|content-length|date|server|vary|x-powered-by|access-control-.*)$/

/** Shows requests and connections without secrets, with times since the start of the scenario. */
export function showing(startedAt: number, secrets: Secrets) {
  const hidden = (text: string) => secrets.hiddenIn(text)
  const since = (at: number) => rounded(at - startedAt)
  // Secrets are hidden before the cut, since half a secret would not be recognised.
  const shown = (whole: string) => shownOf(hidden(whole), maxBodyCharacters)
  let bytesLeft = maxBytesSent

  /** Shows bodies in full while the budget lasts. */
  function sentBody(whole: string): ShownText {
    const bytes = Buffer.byteLength(whole)
    if (bytes > bytesLeft) return shown(whole)
    bytesLeft -= bytes
    return { text: hidden(whole) }
  }

  function replyOf(reply: Reply): RecordedReply {
    const { status, replyHeaders, text } = reply.wire
    const fields = [...replyHeaders].filter(([name]) => !omittedFields.test(name))
    return {
      afterMs: rounded(tookMs(reply)),
      status,
      headers: secrets.hiddenInHeaders(fields).map(([name, value]) => [name, hidden(value)]),
      body: shown(text),
    }
  }

  return {
    since,
    request({ who, at, sent, reply, noReply }: RequestNote): RecordedRequest {
      const { method, url, headers, body } = sent
      return {
        who,
        atMs: since(at),
        method,
        url: hidden(url),
        headers: secrets.hiddenInHeaders(
          Object.entries(headers).filter(([name]) => name !== 'connection'),
        ),
        ...(body !== undefined && { body: sentBody(body) }),
        ...(reply && { reply: replyOf(reply) }),
        ...(noReply !== undefined && { noReply: hidden(noReply) }),
      }
    },
    /** The request that opened a connection. */
    opening: (sent: Sent | undefined): Pick<RecordedStream, 'url' | 'headers'> => ({
      url: hidden(sent?.url ?? ''),
      headers: secrets.hiddenInHeaders(Object.entries(sent?.headers ?? {})),
    }),
  }
}

const rounded = (ms: number) => Math.round(ms * 10) / 10
