/** The examples in the doc comments of the package's functions and methods. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const api = join(import.meta.dirname, '../..')

const sources = ['package.ts', 'simulator.ts', ...globSync('control-client/*.ts', { cwd: api })]
  .filter((file) => !file.endsWith('.test.ts'))
  .toSorted()
  .map((file) => ({ file, text: readFileSync(join(api, file), 'utf8') }))

/** The lines of a comment after `@example`. */
const example = /@example\n((?:^ *\* .*\n)+)^ *\*\//gm

export const docExamples = sources.flatMap(({ file, text }) =>
  [...text.matchAll(example)].map(([, lines = '']) => ({
    file,
    code: lines.replaceAll(/^ *\* ?/gm, ''),
  })),
)

/** A method in an interface: its body is not on the same line. */
const method = /^ {2}(\w+)\(.*\): [^{\n]+$/gm

/** The methods without an example. */
export const methodsWithoutExample = sources.flatMap(({ file, text }) =>
  [...text.matchAll(method)]
    .filter(({ index }) => {
      const comment = text.slice(text.lastIndexOf('/**', index), index)
      return !(comment.includes('@example\n') && comment.endsWith('*/\n'))
    })
    .map(([, name]) => `${file} ${name}`),
)
