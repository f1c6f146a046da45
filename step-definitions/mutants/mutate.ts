/**
 * Preloaded into our own server if MUTANT names a mutant. It changes source files while they load;
 * the files themselves stay the same.
 */
import { registerHooks } from 'node:module'
import { edited } from './mutant.ts'
import { mutantNamed } from './mutants.ts'

const project = new URL('../../', import.meta.url)
const { edits } = mutantNamed(process.env.MUTANT ?? '')
const editsOf = Map.groupBy(edits, ({ file }) => new URL(file, project).href)

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    const edits = editsOf.get(url)
    return edits ? { ...loaded, source: edited(`${loaded.source}`, edits) } : loaded
  },
})
