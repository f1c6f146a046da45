import { readFile } from 'node:fs/promises'

/** The example of a test with papertape that the README documents. */
export async function readmeExample(): Promise<string> {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8')
  const [, example] = /^```js\n(.*?)^```$/ms.exec(readme) ?? []
  if (example === undefined) throw new Error('The README has no example.')
  return example
}
