import { readFile } from 'node:fs/promises'

/** The JavaScript example in the README. */
export async function readmeExample(): Promise<string> {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8')
  const [, example] = /^```js\n(.*?)^```$/ms.exec(readme) ?? []
  if (example === undefined) throw new Error('The README has no example.')
  return example
}
