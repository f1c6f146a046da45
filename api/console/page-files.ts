import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import * as nodeModule from 'node:module'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { libraries, libraryFile } from './library-files.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

/** Modules are sources here, and compiled in the package: Node strips no types below node_modules. */
export const moduleExtension = extname(fileURLToPath(import.meta.url))

const basic = 'page/base.css'

const types: Readonly<Record<string, string>> = {
  '.ts': 'text/javascript; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

/** A file of the page. */
export interface PageFile {
  readonly content: string
  /** Its Content-Type. */
  readonly type: string
}

/** Where the files of libraries are, by their paths below the console, and what is added at their ends. */
const libraryFiles: ReadonlyMap<string, { readonly place: string; readonly end: string }> = new Map(
  libraries.flatMap((library) => {
    const { name, files, variable } = library
    const end = variable === undefined ? '' : `\nexport default ${variable}\n`
    return Object.keys(files).map(
      (file) => [`page/${name}/${file}`, { place: libraryFile(library, file), end }] as const,
    )
  }),
)

/** Modules and style sheets, but no tests and no declarations. */
const ownFile = /^(?:page|store|landing)\/(?:[\w-]+\/)*[\w-]+\.(?:ts|js|css)$/

/** The paths of the style sheets of the page, the basic one first. */
export const styleSheets = readdirSync(join(here, 'page'), { recursive: true, encoding: 'utf8' })
  .map((file) => `page/${file.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.css') && path !== basic)
  .toSorted()
styleSheets.unshift(basic)

/** Reads a file of the page by its path, such as `page/main.ts`. Undefined if there is none. */
export async function readPageFile(path: string): Promise<PageFile | undefined> {
  const library = libraryFiles.get(path)
  const place = library?.place ?? (ownFile.test(path) ? join(here, path) : undefined)
  const extension = extname(path)
  const type = types[extension]
  if (place === undefined || type === undefined) return undefined
  const content = await readFile(place, 'utf8').catch(() => undefined)
  if (content === undefined) return undefined
  if (library) return { content: content + library.end, type }
  return { content: extension === '.ts' ? withoutComments(stripTypes(content)) : content, type }
}

/**
 * Empties the lines that have only a comment, as the compiler does for the package. They would be a sixth of
 * what is sent.
 */
const withoutComments = (source: string) =>
  source
    .replaceAll(/^[ \t]*\/\*\*.*?\*\/[ \t]*$/gms, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/^[ \t]*\/\/.*$/gm, '')

/** Replaces types with spaces, so that line numbers stay (Node 22.13 and newer). */
function stripTypes(source: string): string {
  // The first call prints that the function is experimental, which is no news to a user.
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return nodeModule.stripTypeScriptTypes(source)
  } finally {
    process.emitWarning = emitWarning
  }
}
