import fc from 'fast-check'

interface Frame {
  readonly isFinal: boolean
  /** The three reserved bits. */
  readonly reserved: number
  readonly opcode: number
  readonly isMasked: boolean
  readonly payload: Uint8Array
  /** How its length is written, and whether that is the truth. */
  readonly length: 'short' | 'medium' | 'long' | 'too much' | 'huge' | 'negative'
  /** How much of it is sent. */
  readonly sent: number
}

const text = (payload: string) => new Uint8Array(Buffer.from(payload))
const code = (number: number, reason: Uint8Array = text('')) =>
  new Uint8Array([number >> 8, number & 255, ...reason])
const notUtf8 = new Uint8Array([0xc3, 0x28, 0xff])

const payloads = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 20 }) },
  fc.constantFrom(text(''), text('hello'), notUtf8, code(1000), code(1000, notUtf8), code(999)),
  fc.constantFrom(code(1005), code(1006), code(4999), code(5000), new Uint8Array([3])),
  fc.constantFrom(125, 126, 4096, 4097, 70_000).map((length) => new Uint8Array(length)),
)

const mostly = <T>(right: T, arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(right) }, arbitrary)

const frames: fc.Arbitrary<Frame> = fc.record({
  isFinal: mostly(true, fc.constant(false)),
  reserved: mostly(0, fc.nat(7)),
  opcode: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 1, 2, 8, 9, 10) }, fc.nat(15)),
  isMasked: mostly(true, fc.constant(false)),
  payload: payloads,
  length: fc.oneof(
    { weight: 16, arbitrary: fc.constant<Frame['length']>('short') },
    fc.constantFrom('medium', 'long', 'too much', 'huge', 'negative'),
  ),
  sent: mostly(Number.POSITIVE_INFINITY, fc.nat(12)),
})

/** What is sent over a connection that is a WebSocket, or was to be one (RFC 6455, section 5.2). */
export const hostileBytes: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 12, arbitrary: frames.map(encode) },
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.constant(Buffer.from('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n')),
)

function encode(frame: Frame): Buffer {
  const { isFinal, reserved, opcode, isMasked, payload, sent } = frame
  const [mark, ...length] = lengthOf(frame)
  const head = [((isFinal ? 8 : 0) | reserved) * 16 + opcode, (isMasked ? 128 : 0) + (mark ?? 0)]
  // A mask of zeros leaves the payload as it is.
  const mask = isMasked ? [0, 0, 0, 0] : []
  return Buffer.from([...head, ...length, ...mask, ...payload]).subarray(0, sent)
}

function lengthOf({ length, payload }: Frame): number[] {
  const medium = (count: number) => [126, count >> 8, count & 255]
  const long = (count: number, first = 0) => [
    127,
    first,
    0,
    0,
    0,
    0,
    count >> 16,
    (count >> 8) & 255,
    count & 255,
  ]
  switch (length) {
    case 'short':
      if (payload.length < 126) return [payload.length]
      return payload.length < 65_536 ? medium(payload.length) : long(payload.length)
    case 'medium':
      return medium(payload.length)
    case 'long':
      return long(payload.length)
    case 'too much':
      return medium(payload.length + 1000)
    case 'huge':
      return long(payload.length, 0x0f)
    case 'negative':
      return long(payload.length, 0xff)
  }
}
