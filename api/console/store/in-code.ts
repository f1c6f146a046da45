/** A JSON value as TypeScript, on one line. */
export function inCode(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (Array.isArray(value)) return `[${value.map(inCode).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${/^[A-Za-z_]\w*$/.test(key) ? key : quoted(key)}: ${inCode(member)}`)
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}'
}

/** A text in single quotes. */
const quoted = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
