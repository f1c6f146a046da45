export type OrdinalSet = ReturnType<typeof createOrdinalSet>

/**
 * Creates an empty set of whole numbers that finds its greatest member below a bound in O(log32 n), however
 * sparse it is. A hierarchical bitmap: one bit per number, and in each further level one bit per 32-bit word
 * of the level below.
 */
export function createOrdinalSet() {
  const bottom: number[] = []
  const levels = [bottom]

  const highestBit = (word: number) => 31 - Math.clz32(word)

  /** The greatest member under a bit of the level at `height`. */
  function descend(height: number, index: number): number {
    let found = index
    for (const level of levels.slice(0, height).reverse()) {
      found = found * 32 + highestBit(level[found] as number)
    }
    return found
  }

  function setBit(level: number[], index: number): void {
    const word = index >>> 5
    while (level.length <= word) level.push(0)
    level[word] = (level[word] as number) | (1 << (index & 31))
  }

  return {
    add(ordinal: number) {
      let index = ordinal
      for (const level of levels) {
        setBit(level, index)
        index >>>= 5
      }
      // The top level has outgrown one word: add levels until one word spans all again.
      for (let top = levels.at(-1) as number[]; top.length > 1; top = levels.at(-1) as number[]) {
        const summary: number[] = []
        top.forEach((word, at) => {
          if (word !== 0) setBit(summary, at)
        })
        levels.push(summary)
      }
    },

    delete(ordinal: number) {
      let index = ordinal
      for (const level of levels) {
        const word = index >>> 5
        const left = (level[word] ?? 0) & ~(1 << (index & 31))
        if (word < level.length) level[word] = left
        if (left !== 0) return
        index = word
      }
    },

    /** The greatest member less than `ordinal`; -1 when there is none. */
    below(ordinal: number) {
      // At level 0 the candidate bit is included. Above, its word was already searched, so exclude it.
      let index = Math.min(ordinal, bottom.length * 32) - 1
      if (index < 0) return -1
      let mask = (2 << (index & 31)) - 1
      for (const [height, level] of levels.entries()) {
        const word = index >>> 5
        const lower = (level[word] as number) & mask
        if (lower !== 0) return descend(height, word * 32 + highestBit(lower))
        index = word
        mask = (1 << (index & 31)) - 1
      }
      return -1
    },
  }
}
