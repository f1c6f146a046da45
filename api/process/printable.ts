/** Control characters except tab and newline, and characters that change the text direction. */
const unsafe = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

/** Escapes the control characters in a text from a file or the network, for output to a terminal. */
export const printable = (text: string): string =>
  text.replaceAll(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** The same on one line. */
export const printableLine = (text: string): string => printable(text).replaceAll('\n', '\\n')

/** Applies `printable` to every string in a line of JSON. */
export const printableJson = (line: string): string => {
  const escaped = JSON.stringify(JSON.parse(line), (_, value) =>
    typeof value === 'string' ? printable(value) : value,
  )
  return `${escaped}\n`
}
