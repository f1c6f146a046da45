/** The beginning and the end of a list, and how many items between them are omitted. */
export type Excerpt<T> = {
  readonly first: readonly T[]
  readonly omitted: number
  readonly last: readonly T[]
}

/** At most `firstItems` items from the beginning of a list and `lastItems` from its end. */
export function excerptOf<T>(
  list: readonly T[],
  firstItems: number,
  lastItems: number,
): Excerpt<T> {
  const omitted = Math.max(0, list.length - firstItems - lastItems)
  if (omitted === 0) return { first: list, omitted, last: [] }
  return {
    first: list.slice(0, firstItems),
    omitted,
    last: list.slice(list.length - lastItems),
  }
}

export const shownItems = <T>({ first, last }: Excerpt<T>): readonly T[] => [...first, ...last]

/** The beginning of a text, and in words how much of it is omitted. */
export type ShownText = { readonly text: string; readonly omitted?: string }

/** At most `maxCharacters` of a text. A JSON list is cut between items if at least one fits. */
export function shownOf(text: string, maxCharacters: number): ShownText {
  if (text.length <= maxCharacters) return { text }
  const list = listIn(text)
  const shown: string[] = []
  let length = 0
  for (const item of list) {
    const json = JSON.stringify(item)
    if (length + json.length > maxCharacters) break
    shown.push(json)
    length += json.length + 1
  }
  if (shown.length > 0) return { text: `[${shown}]`, omitted: `${list.length - shown.length} more` }
  return {
    text: text.slice(0, maxCharacters),
    omitted: `${text.length - maxCharacters} more characters`,
  }
}

function listIn(text: string): readonly unknown[] {
  try {
    const json: unknown = text.startsWith('[') ? JSON.parse(text) : []
    return Array.isArray(json) ? json : []
  } catch {
    return []
  }
}
