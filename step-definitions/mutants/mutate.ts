/**
 * Loaded into the server that the specification starts, where MUTANT names a mutant: the source is
 * changed while it is loaded, and nowhere else.
 */
import { registerHooks } from 'node:module'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { edited } from './mutant.ts'
import { mutantNamed } from './mutants.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
const editsOf = Map.groupBy(mutantNamed(process.env.MUTANT ?? '').edits, ({ file }) => file)

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    const edits = url.startsWith('file:') && editsOf.get(relative(project, fileURLToPath(url)))
    return edits ? { ...loaded, source: edited(`${loaded.source}`, edits) } : loaded
  },
})
