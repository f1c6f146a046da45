export type Inbox = ReturnType<typeof createInbox>

/**
 * Collects the texts of messages between two batches. Adding is cheap, so that a burst cannot keep the
 * page busy. Beyond `capacity` it drops the oldest texts: their positions then count as skipped.
 */
export function createInbox(capacity: number) {
  let texts: string[] = []
  return {
    add(text: string): void {
      texts.push(text)
      // Drops a quarter at a time, as removing from the front costs the whole list.
      if (texts.length > capacity) texts = texts.slice(Math.ceil(capacity / 4))
    },
    /** Removes and returns all texts, oldest first. */
    take(): readonly string[] {
      const taken = texts
      texts = []
      return taken
    },
  }
}
