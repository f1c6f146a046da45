import type { Encoding } from './encoding.ts'

/** A text message in one frame (RFC 6455, section 5.2): FIN and the opcode of text. */
const textFrame = 0x81

/** What the length's first byte says when the length itself follows in two bytes, or in eight. */
const twoByteLength = 126
const eightByteLength = 127

/** Messages as frames of a server, which masks nothing. */
export const webSocketEncoding: Encoding = {
  encode(messages) {
    const lengths = messages.map(({ text }) => Buffer.byteLength(text))
    const frames = Buffer.allocUnsafe(
      lengths.reduce((sum, length) => sum + headSize(length) + length, 0),
    )
    let at = 0
    messages.forEach(({ text }, nth) => {
      const length = lengths[nth] as number
      at = writeHead(frames, at, length)
      at += frames.write(text, at)
    })
    return frames
  },
}

const headSize = (length: number) => (length < twoByteLength ? 2 : length < 65_536 ? 4 : 10)

function writeHead(frames: Buffer, at: number, length: number): number {
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
