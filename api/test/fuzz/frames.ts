import { createRequire } from 'node:module'
import fc from 'fast-check'

// @types/ws does not declare the class.
const { Sender } = createRequire(import.meta.url)('ws')

const text = (payload: string) => Buffer.from(payload)
const code = (number: number, reason = '') =>
  Buffer.from([number >> 8, number & 255, ...text(reason)])
const notUtf8 = Buffer.from([0xc3, 0x28, 0xff])

const payloads = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)) },
  fc.constantFrom(text(''), text('hello'), notUtf8, Buffer.from([3])),
  fc.constantFrom(...[999, 1000, 1005, 1006, 4999, 5000].map((number) => code(number))),
  fc.constantFrom(code(1000, 'done'), Buffer.concat([code(1000), notUtf8])),
  fc.constantFrom(125, 126, 4096, 4097, 70_000).map((length) => Buffer.alloc(length)),
)

const opcodes = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 1, 2, 8, 9, 10) }, fc.nat(15))

/** A masked frame of a client (RFC 6455, section 5.2). A mask of zeros leaves the payload as it is. */
const frames = fc
  .tuple(payloads, opcodes, fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, fc.boolean()))
  .map(([payload, opcode, fin]): Buffer => {
    const generateMask = (mask: Buffer) => mask.fill(0)
    return Buffer.concat(Sender.frame(payload, { opcode, fin, mask: true, generateMask }))
  })

/** Wrong bytes of the head: reserved bits, opcodes, no mask, wrong lengths. */
const corrupt = fc
  .tuple(frames, fc.oneof(fc.nat(1), fc.nat(9)), fc.oneof(fc.nat(255), fc.constantFrom(0xfe, 0xff)))
  .map(([frame, at, byte]) => {
    frame[at] = byte
    return frame
  })

/** What a client may send over a WebSocket, or instead of one: mostly valid frames. */
export const hostileBytes: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 10, arbitrary: frames },
  { weight: 5, arbitrary: corrupt },
  {
    weight: 2,
    arbitrary: fc.tuple(frames, fc.nat(12)).map(([frame, end]) => frame.subarray(0, end)),
  },
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  // Lengths beyond 2 ** 53 and below 0.
  fc
    .constantFrom('81ff0fffffffffffffff', '81ffffffffffffffffff')
    .map((hex) => Buffer.from(hex, 'hex')),
  fc.constant(text('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n')),
)
