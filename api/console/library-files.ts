import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A library whose modules the page loads. */
interface Library {
  /** Its package, and its folder below `page/`. */
  readonly name: string
  /** The modules and style sheets that the page loads, and the licence. Only these are in the package. */
  readonly files: readonly string[]
  /** The variable that its module declares, if it is a script that exports nothing. */
  readonly variable?: string
}

/** The libraries of the page. They are development dependencies, so that the package stays small. */
export const libraries: readonly Library[] = [
  { name: 'lit-html', files: ['lit-html.js', 'LICENSE'] },
  // Its module is not minified.
  { name: 'uplot', files: ['dist/uPlot.iife.min.js', 'LICENSE'], variable: 'uPlot' },
]

/**
 * The folder of a library's files: copies below this module's `page/`, as in the package and the image, or else the
 * development dependency.
 */
export function libraryFolder({ name, files: [first = ''] }: Library): string {
  const copies = fileURLToPath(new URL(`page/${name}`, import.meta.url))
  if (existsSync(join(copies, first))) return copies
  let folder = dirname(createRequire(import.meta.url).resolve(name))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}
