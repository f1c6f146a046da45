import type { Asked, Stream } from '../evidence/evidence.ts'

type Call = Pick<Asked, 'method' | 'url' | 'headers' | 'body'>

/** A word that a POSIX shell reads as exactly this text. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`

/**
 * The command that sends a request again, for a POSIX shell; where its body is not told in full a
 * comment, which sends nothing.
 */
export function curlOf({ method, url, headers, body }: Call): string {
  const fields = headers.flatMap(([name, value]) => [
    // What has no value would not be sent without the semicolon.
    `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`,
  ])
  // Else curl would name a type on its own account.
  const isTyped = headers.some(([name]) => name.toLowerCase() === 'content-type')
  if (body && !isTyped) fields.push(`-H ${quoted('content-type:')}`)
  const command = ['curl -i', ...optionsFor(method, url, body !== undefined), quoted(url)].join(' ')
  if (body?.left !== undefined) {
    const reason = 'Its body is too large to be told in full, so this cannot be sent again:'
    return commented(reason, lines(command, ...fields, '--data-binary @body'))
  }
  const { text = '' } = body ?? {}
  if (!text.includes('\0')) {
    return lines(command, ...fields, ...(body ? [`--data-raw ${quoted(text)}`] : []))
  }
  // No word of a command can hold a NUL.
  return `printf ${quoted(asFormat(text))} | ${lines(command, ...fields, '--data-binary @-')}`
}

/** The command that listens to the stream again; over a WebSocket with wscat, which npx brings. */
export function listeningOf({ url, headers }: Pick<Stream, 'url' | 'headers'>): string {
  const fields = headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  const command = url.startsWith('ws') ? 'npx wscat -c' : 'curl -N'
  return lines(`${command} ${quoted(url)}`, ...fields)
}

function optionsFor(method: string, url: string, hasBody: boolean): string[] {
  const usual = hasBody ? 'POST' : 'GET'
  return [
    // Else curl would take these for a pattern of several addresses.
    ...(/[[\]{}]/.test(url) ? ['-g'] : []),
    ...(method === 'HEAD' ? ['-I'] : []),
    ...(method === usual || method === 'HEAD' ? [] : [`-X ${method}`]),
  ]
}

const commented = (...texts: string[]) =>
  texts
    .join('\n')
    .split('\n')
    .map((line) => `# ${line}`)
    .join('\n')

const asFormat = (text: string) =>
  text.replaceAll('\\', '\\\\').replaceAll('%', '%%').replaceAll('\0', String.raw`\000`)

const lines = (...parts: string[]) => parts.join(' \\\n  ')
