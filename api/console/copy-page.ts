/**
 * `node copy-page.ts FOLDER`: copies the style sheets of the page, and the files of its libraries, into the
 * package. The compiler does not.
 */
import { cpSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { libraries, libraryFile } from './library-files.ts'

const [, , folder] = process.argv
if (folder === undefined) throw new Error('Usage: node copy-page.ts FOLDER')

const ours = fileURLToPath(new URL('.', import.meta.url))
for (const file of globSync('**/*.css', { cwd: ours })) {
  cpSync(join(ours, file), join(folder, file))
}
for (const library of libraries) {
  for (const file of Object.keys(library.files)) {
    cpSync(libraryFile(library, file), join(folder, 'page', library.name, file))
  }
}
