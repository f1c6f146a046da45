import { catching, type Definition } from './catching.ts'
import { TooMuch } from './http.ts'

/** What a step runs in, unless it is a hook of the whole run. */
interface World {
  /** Why streams to its traders were cut off. */
  readonly floods?: readonly string[]
}

/** Wraps a step or a hook: what fails after a stream was cut off fails for that reason. */
export const namingFloods = (run: Definition): Definition =>
  catching(run, (error, world) => {
    const [flood] = (world as World | undefined)?.floods ?? []
    const isNamed = flood === undefined || (error as Error).message.includes(flood)
    throw isNamed ? error : new TooMuch(flood, { cause: error })
  })
