/**
 * Renames some things and leaves all others alone, so that no two get the same name: what already
 * bears a name that is given away gets the one that became free. What is nobody's word for a thing
 * is nobody's word after it either, and there and back again is the identity.
 */
export class Renaming {
  readonly #forth = new Map<string, string>()
  readonly #back = new Map<string, string>()

  /** Throws where two things would get the same name. */
  constructor(pairs: Iterable<readonly [from: string, to: string]>) {
    for (const [from, to] of pairs) {
      if (this.#back.has(to)) throw new Error(`two things cannot both be "${to}"`)
      this.#forth.set(from, to)
      this.#back.set(to, from)
    }
  }

  forward(name: string): string {
    return renamed(name, this.#forth, this.#back)
  }

  backward(name: string): string {
    return renamed(name, this.#back, this.#forth)
  }
}

type Names = ReadonlyMap<string, string>

function renamed(name: string, there: Names, andBack: Names): string {
  const given = there.get(name)
  if (given !== undefined) return given
  let free = name
  for (let next = andBack.get(free); next !== undefined; next = andBack.get(free)) free = next
  return free
}
