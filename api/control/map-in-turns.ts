import { setImmediate as turn } from 'node:timers/promises'

/** How long it keeps other requests waiting, in milliseconds. Redacting one long body may take as long. */
const maxMs = 10

/** Maps items in order, and lets other requests run in between. */
export async function mapInTurns<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Result,
): Promise<Result[]> {
  const results: Result[] = []
  let since = performance.now()
  for (const item of items) {
    if (performance.now() - since > maxMs) {
      await turn()
      since = performance.now()
    }
    results.push(map(item))
  }
  return results
}
