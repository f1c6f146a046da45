import type { JournalEntry } from '../../../control/journal-contract.ts'
import { quoted, type ShownUrls } from '../curl.ts'

/** Header fields that curl writes itself, or that belong to one connection. */
const implied =
  /^(?:accept-encoding|connection|content-length|expect|host|transfer-encoding|sec-websocket-.*|upgrade)$/

/** A request of the journal as a command for a shell. Redacted values stay redacted. */
export function requestCurl(
  { kind, method, target, headers, body, bodyEncoding }: JournalEntry,
  urls: ShownUrls,
): string {
  const base = kind === 'control' ? urls.control : urls.trading
  const fields = Object.entries(headers).filter(([name]) => !implied.test(name))
  const parts = [
    `curl${method === 'GET' ? '' : ` -X ${quoted(method)}`} ${quoted(base + target)}`,
    ...fields.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === undefined
      ? []
      : [bodyEncoding ? '--data-binary @-' : `--data-raw ${quoted(body)}`]),
  ]
  const command = parts.join(' \\\n  ')
  return bodyEncoding ? `printf %s ${quoted(body ?? '')} | base64 -d | ${command}` : command
}
