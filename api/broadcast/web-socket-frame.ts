import type { Encoding } from './sink.ts'

/** The first byte of a text message in a single frame: FIN and the opcode (RFC 6455, section 5.2). */
const textFrame = 0x81

/** Length codes 126 and 127: a 2- or 8-byte length follows. Lengths below 126 are stored directly. */
const twoByteLength = 126
const eightByteLength = 127

/**
 * Encodes messages as the unmasked frames of a server, in one buffer. `Sender.frame` of `ws` does the
 * same for one message, but it is undocumented, and a quarter slower.
 */
export const webSocketEncoding: Encoding = {
  encode(messages) {
    const lengths = messages.map(({ text }) => Buffer.byteLength(text))
    const frames = Buffer.allocUnsafe(
      lengths.reduce((sum, length) => sum + headerSize(length) + length, 0),
    )
    let at = 0
    messages.forEach(({ text }, nth) => {
      at = writeHeader(frames, at, lengths[nth] as number)
      at += frames.write(text, at)
    })
    return frames
  },
}

const headerSize = (length: number) => (length < twoByteLength ? 2 : length < 65_536 ? 4 : 10)

/** Writes the header of a frame. Returns the offset of the payload. */
function writeHeader(frames: Buffer, at: number, length: number): number {
  frames[at] = textFrame
  if (length < twoByteLength) {
    frames[at + 1] = length
    return at + 2
  }
  if (length < 65_536) {
    frames[at + 1] = twoByteLength
    return frames.writeUInt16BE(length, at + 2)
  }
  frames[at + 1] = eightByteLength
  return frames.writeBigUInt64BE(BigInt(length), at + 2)
}
