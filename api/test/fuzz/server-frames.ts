import assert from 'node:assert/strict'

const text = 1
const close = 8
const opcodes = [text, close, 9, 10]

/**
 * Reads the frames that a server sent on a WebSocket, the last of which may be a part; returns the
 * code of its close frame, or `no code`. Throws where it breaks RFC 6455, section 5.2, or sends
 * what is no message of the stream.
 */
export function closeCodeIn(bytes: Buffer): number | 'no code' {
  for (let rest = bytes; rest.length > 0; ) {
    const { opcode, payload, after } = takeFrame(rest)
    if (!payload) break
    if (opcode === text) readMessage(payload)
    if (opcode === close) return readCode(payload)
    rest = after
  }
  return 'no code'
}

/** The first frame; without its payload where that has not come whole. */
function takeFrame(bytes: Buffer) {
  const [first = 0, second = 0] = bytes
  const opcode = first - 0x80
  assert.ok(opcodes.includes(opcode), `a server's frame begins with ${first}`)
  assert.ok(second < 0x80, 'a server masks')
  const [headLength, length] = lengthsOf(bytes, second)
  const end = headLength + length
  const payload = bytes.length < end ? undefined : bytes.subarray(headLength, end)
  return { opcode, payload, after: bytes.subarray(end) }
}

/** How long its head and its payload are; the payload infinitely while that cannot be known. */
function lengthsOf(bytes: Buffer, second: number): [head: number, payload: number] {
  const headLength = second < 126 ? 2 : second === 126 ? 4 : 10
  if (bytes.length < headLength) return [headLength, Number.POSITIVE_INFINITY]
  if (second === 126) return [headLength, bytes.readUInt16BE(2)]
  return [headLength, second < 126 ? second : Number(bytes.readBigUInt64BE(2))]
}

function readMessage(payload: Buffer): void {
  const { type } = JSON.parse(String(payload)) as { type?: unknown }
  const types = ['order', 'caught-up', 'heartbeat', 'going-away']
  assert.ok(types.includes(String(type)), `a message of type ${type}`)
}

/** RFC 6455, section 7.4: not all codes may be sent. */
function readCode(payload: Buffer): number {
  if (payload.length === 0) return 1005
  const code = payload.readUInt16BE()
  const isOfTheProtocol = code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)
  assert.ok(isOfTheProtocol || (code >= 3000 && code < 5000), `a close code of ${code}`)
  return code
}
