import { load } from '../test-files.ts'

await load('control')
