/** Control characters but tab and newline, and characters that change the direction of text. */
const actedOn = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

/** A text from a file or the network as a terminal may show it: what it would act on is escaped. */
export const printable = (text: string): string =>
  text.replaceAll(actedOn, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The same of every text in a line of JSON, which stays one. */
export const printableJson = (line: string): string => {
  const shown = JSON.stringify(JSON.parse(line), (_, value) =>
    typeof value === 'string' ? printable(value) : value,
  )
  return `${shown}\n`
}
