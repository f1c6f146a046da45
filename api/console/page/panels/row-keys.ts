/** Whether a key is part of a shortcut of the browser. */
export const hasModifier = ({ ctrlKey, metaKey, altKey }: KeyboardEvent) =>
  ctrlKey || metaKey || altKey

/** The row of a grid that a key leads to; undefined if it leads to none. */
export function rowAfter(
  event: KeyboardEvent,
  chosen: number,
  { length, page }: { readonly length: number; readonly page: number },
): number | undefined {
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: chosen + 1,
    ArrowUp: chosen - 1,
    PageDown: chosen + page,
    PageUp: chosen - page,
    Home: 0,
    End: length - 1,
  }
  const row = hasModifier(event) ? undefined : moves[event.key]
  return row === undefined ? undefined : Math.max(0, Math.min(length - 1, row))
}
