/** Plays a recording into a fresh held venue: `npm run replay FILE`. */
import { outliveReader } from '../process/outlive-reader.ts'
import { replay } from './replay.ts'

outliveReader()
process.exitCode = await replay(process.argv[2], process)
