/** Some items of a list, and how many others are omitted. */
export type Excerpt<T> = { readonly first: readonly T[]; readonly omitted: number }

/** At most `max` items from the beginning of a list. */
export const excerptOf = <T>(list: readonly T[], max: number): Excerpt<T> => ({
  first: list.slice(0, max),
  omitted: Math.max(0, list.length - max),
})

/** How many items at each end of a list, and on each side of an important one, are worth showing. */
const [atEnds, around] = [30, 5]

/**
 * The indices to show of a list, in order: all of a short one. Of a longer one, at most `max`: both
 * ends, and what surrounds the important ones, the first of these before the others.
 */
export function indicesNear(important: readonly number[], length: number, max: number): number[] {
  const all = Array.from({ length }, (_, index) => index)
  if (length <= max) return all
  const shown = new Set([...all.slice(0, atEnds), ...all.slice(-atEnds)])
  for (const centre of important) {
    for (const index of all.slice(Math.max(centre - around, 0), centre + around + 1)) {
      if (shown.size < max) shown.add(index)
    }
  }
  return [...shown].toSorted((a, b) => a - b)
}

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
