const tokens = /(?<key>"(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[[{\]},]/g

/** The open objects and arrays, each with its keys so far and the current key or index. */
type Open = { readonly keys: Set<string>; readonly isList: boolean; at: string | number }[]

/** Pointers to the keys that occur twice in an object. JSON.parse silently keeps the last one. */
export function repeatedKeysIn(json: string): string[] {
  const open: Open = []
  const repeated = new Set<string>()
  for (const { 0: token, groups } of json.matchAll(tokens)) {
    if (groups?.key !== undefined) {
      if (isRepeated(open, JSON.parse(groups.key) as string)) repeated.add(pointerTo(open))
    } else {
      step(open, token)
    }
  }
  return [...repeated]
}

function isRepeated(open: Open, key: string): boolean {
  const inner = open.at(-1)
  if (!inner) return false
  const isKnown = inner.keys.has(key)
  inner.keys.add(key)
  inner.at = key
  return isKnown
}

function step(open: Open, token: string): void {
  const inner = open.at(-1)
  if (token === '{' || token === '[') {
    open.push({ keys: new Set(), isList: token === '[', at: 0 })
  } else if (token === '}' || token === ']') {
    open.pop()
  } else if (token === ',' && inner?.isList) {
    inner.at = Number(inner.at) + 1
  }
}

const pointerTo = (open: Open) =>
  open.map(({ at }) => `/${`${at}`.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
