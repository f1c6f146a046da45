/**
 * A one-to-one renaming. Other names stay the same, except that a name that already has a new
 * meaning swaps with the one that became free. `backward` is the inverse of `forward`.
 */
export class Renaming {
  readonly #forward = new Map<string, string>()
  readonly #backward = new Map<string, string>()

  /** Throws if two things would get the same name. */
  constructor(pairs: Iterable<readonly [from: string, to: string]>) {
    for (const [from, to] of pairs) {
      if (this.#backward.has(to)) throw new Error(`two things cannot both be "${to}"`)
      this.#forward.set(from, to)
      this.#backward.set(to, from)
    }
  }

  forward(name: string): string {
    return renamed(name, this.#forward, this.#backward)
  }

  backward(name: string): string {
    return renamed(name, this.#backward, this.#forward)
  }
}

type Names = ReadonlyMap<string, string>

function renamed(name: string, names: Names, inverse: Names): string {
  const given = names.get(name)
  if (given !== undefined) return given
  let free = name
  for (let next = inverse.get(free); next !== undefined; next = inverse.get(free)) free = next
  return free
}
