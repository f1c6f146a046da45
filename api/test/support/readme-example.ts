import { readFile } from 'node:fs/promises'

/** The JavaScript example in a README: the project's, or that of a folder. */
export async function readmeExample(folder = '.'): Promise<string> {
  const readme = await readFile(new URL(`../../../${folder}/README.md`, import.meta.url), 'utf8')
  const [, example] = /^```js\n(.*?)^```$/ms.exec(readme) ?? []
  if (example === undefined) throw new Error('The README has no example.')
  return example
}
