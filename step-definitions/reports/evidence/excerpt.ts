/** A long list as far as it is shown: how it begins, how many are left out, and how it ends. */
export type Excerpt<T> = {
  readonly first: readonly T[]
  readonly left: number
  readonly last: readonly T[]
}

/** At most so many at the beginning and at the end of a list. */
export function excerptOf<T>(list: readonly T[], atBegin: number, atEnd: number): Excerpt<T> {
  const left = Math.max(0, list.length - atBegin - atEnd)
  if (left === 0) return { first: list, left, last: [] }
  return { first: list.slice(0, atBegin), left, last: list.slice(list.length - atEnd) }
}

/** Everything of it that is shown. */
export const shownItems = <T>({ first, last }: Excerpt<T>): readonly T[] => [...first, ...last]

/** A long text as far as it is shown, and what is left out. */
export type ShownText = { readonly text: string; readonly left?: string }

/** At most so many characters of a text; of a list in JSON whole items, while there is room for them. */
export function shownOf(text: string, mostCharacters: number): ShownText {
  if (text.length <= mostCharacters) return { text }
  const list = listIn(text)
  const shown: string[] = []
  for (const item of list) {
    const length = shown.reduce((sum, { length }) => sum + length + 1, 0)
    const json = JSON.stringify(item)
    if (length + json.length > mostCharacters) break
    shown.push(json)
  }
  if (shown.length > 0) return { text: `[${shown}]`, left: `${list.length - shown.length} more` }
  return {
    text: text.slice(0, mostCharacters),
    left: `${text.length - mostCharacters} more characters`,
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
