/**
 * A module hook for the server that the specification starts with MUTANT. It edits the source text in
 * memory as the modules load; no file changes.
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
