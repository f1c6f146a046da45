/** An HTTP reply as received. The names of its fields are in lower case. */
export interface Reply {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

interface Taken {
  readonly reply: Reply
  /** The bytes after the reply. */
  readonly rest: Buffer
  /** Whether the connection takes no more requests. */
  readonly isLast: boolean
}

/** Takes the first reply from received bytes; undefined while it is incomplete. */
export function takeReply(bytes: Buffer, isHead: boolean, hasEnded: boolean): Taken | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [first = '', ...fields] = bytes.toString('latin1', 0, end).split('\r\n')
  const status = Number(first.split(' ')[1])
  const after = bytes.subarray(end + 4)
  if (status === 100) return takeReply(after, isHead, hasEnded)

  const headers = new Map(fields.map((field) => splitField(field)))
  if (status === 101 || headers.get('content-type') === 'text/event-stream') {
    return { reply: { status, headers, body: '' }, rest: after, isLast: true }
  }
  const isEmpty = isHead || status === 204 || status === 304
  const taken = isEmpty ? { body: '', rest: after } : takeBody(after, headers, hasEnded)
  const isLast = hasEnded || /\bclose\b/.test(headers.get('connection') ?? '')
  return taken && { reply: { status, headers, body: taken.body }, rest: taken.rest, isLast }
}

function splitField(field: string): [string, string] {
  const colon = field.indexOf(':')
  return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()]
}

function takeBody(bytes: Buffer, headers: Reply['headers'], hasEnded: boolean) {
  if (headers.get('transfer-encoding') === 'chunked') return takeChunks(bytes)
  const announced = headers.get('content-length')
  const length = announced === undefined && hasEnded ? bytes.length : Number(announced ?? Infinity)
  if (bytes.length < length) return undefined
  return { body: bytes.toString('utf8', 0, length), rest: bytes.subarray(length) }
}

function takeChunks(bytes: Buffer) {
  const chunks: Buffer[] = []
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return undefined
    const length = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    const start = lineEnd + 2
    at = start + length + 2
    if (bytes.length < at) return undefined
    if (length === 0) return { body: String(Buffer.concat(chunks)), rest: bytes.subarray(at) }
    chunks.push(bytes.subarray(start, start + length))
  }
}
