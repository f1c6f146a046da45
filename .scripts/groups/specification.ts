import { loadGroup } from '../test-files.ts'

await loadGroup('specification')
