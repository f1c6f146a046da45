import type { RecordedRequest, RecordedStream } from '../evidence/evidence.ts'

type Request = Pick<RecordedRequest, 'method' | 'url' | 'headers' | 'body'>

/** Quotes a text as one word for a POSIX shell. */
export const quoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`

/**
 * The command that sends a request again, for a POSIX shell. If part of the body is omitted, every
 * line is a comment, so that the command sends nothing.
 */
export function curlOf({ method, url, headers, body }: Request): string {
  const fields = headers.flatMap(([name, value]) => [
    // Without the semicolon, curl would not send an empty field.
    `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`,
  ])
  // Otherwise curl would add a content type of its own.
  const isTyped = headers.some(([name]) => name.toLowerCase() === 'content-type')
  if (body && !isTyped) fields.push(`-H ${quoted('content-type:')}`)
  const command = ['curl -i', ...optionsFor(method, url, body !== undefined), quoted(url)].join(' ')
  if (body?.omitted !== undefined) {
    const reason = 'The body is too large to show in full, so this command is incomplete:'
    return commented(reason, lines(command, ...fields, '--data-binary @body'))
  }
  const { text = '' } = body ?? {}
  if (!text.includes('\0')) {
    return lines(command, ...fields, ...(body ? [`--data-raw ${quoted(text)}`] : []))
  }
  // A word of a command cannot contain a NUL.
  return `printf ${quoted(asFormat(text))} | ${lines(command, ...fields, '--data-binary @-')}`
}

/** The command that opens the stream again; for a WebSocket, with wscat by npx. */
export function streamCommandOf({ url, headers }: Pick<RecordedStream, 'url' | 'headers'>): string {
  const fields = headers.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  const command = url.startsWith('ws') ? 'npx wscat -c' : 'curl -N'
  return lines(`${command} ${quoted(url)}`, ...fields)
}

function optionsFor(method: string, url: string, hasBody: boolean): string[] {
  const usual = hasBody ? 'POST' : 'GET'
  return [
    // Otherwise curl would read these as a pattern of several URLs.
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
