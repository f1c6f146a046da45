/** `npm run replay FILE`: replays a recording and compares the logs. */
import '../process/node-version.ts'
import { outliveReader } from '../process/outlive-reader.ts'
import { replay } from './replay.ts'

outliveReader()
process.exitCode = await replay(process.argv[2], process)
