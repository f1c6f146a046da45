type Value = string | number | readonly string[] | undefined

/** The query string of parameters: a list repeats its name, and what is undefined is left out. */
export function queryOf(parameters: Readonly<Record<string, Value>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of [value ?? []].flat()) query.append(name, `${one}`)
  }
  return query.toString()
}
