import type { Action } from './action.ts'

/** Where the two APIs are, and whether the control API requires a token. */
export interface ShownUrls {
  readonly control: string
  readonly trading: string
  readonly token: string | undefined
}

/** An action as a command for a shell. The token is not in it. */
export function curlOf(
  { api, method, path, body, venue, times = 1 }: Action,
  urls: ShownUrls,
): string {
  const isImplied = method === (body === undefined ? 'GET' : 'POST')
  const parts = [
    `curl ${isImplied ? '' : `-X ${method} `}${quoted(urls[api] + path)}`,
    ...(venue === undefined ? [] : [`-H ${quoted(`Venue: ${venue}`)}`]),
    ...(api === 'control' && urls.token !== undefined
      ? ['-H "Authorization: Bearer $CONTROL_TOKEN"']
      : []),
    ...(body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body))}`]),
  ]
  const command = parts.join(' \\\n  ')
  return times === 1 ? command : `for n in $(seq ${times}); do\n${command}\ndone`
}

/** A word of a POSIX shell. */
export const quoted = (word: string) =>
  /^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
