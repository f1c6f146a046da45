import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A library whose modules the page loads. */
interface Library {
  /** Its package, and its folder below `page/`. */
  readonly name: string
  /**
   * The module that the page loads and the licence, by their names in that folder: their paths in the package. Only
   * these are in our package.
   */
  readonly files: Readonly<Record<string, string>>
  /** The variable that its module declares, if it is a script that exports nothing. */
  readonly variable?: string
}

/** The libraries of the page. They are development dependencies, so that the package stays small. */
export const libraries: readonly Library[] = [
  { name: 'lit-html', files: { 'lit-html.js': 'lit-html.js', LICENSE: 'LICENSE' } },
  {
    name: 'uplot',
    // Its module is not minified.
    files: { 'uplot.js': 'dist/uPlot.iife.min.js', LICENSE: 'LICENSE' },
    variable: 'uPlot',
  },
]

/**
 * Where a file of a library is: the copy below this module's `page/`, as in the package and the image, or else in the
 * development dependency.
 */
export function libraryFile({ name, files }: Library, file: string): string {
  const copy = fileURLToPath(new URL(`page/${name}/${file}`, import.meta.url))
  if (existsSync(copy)) return copy
  let folder = dirname(createRequire(import.meta.url).resolve(name))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return join(folder, files[file] ?? file)
}
