/** An array of `count` items, each made from its index: 0, 1, 2, … */
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
