import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** The operations of a child process, by name. */
type Operations = Readonly<Record<string, (argument: never) => unknown>>

interface Call {
  readonly id: number
  readonly name: string
  readonly argument: unknown
}

type Result = { readonly id: number; readonly value?: unknown; readonly failure?: string }

/** A child process. Its CPU time and memory are its own. */
export interface Child<O extends Operations> {
  ask<N extends keyof O & string>(
    name: N,
    ...argument: Parameters<O[N]>
  ): Promise<Awaited<ReturnType<O[N]>>>
  /** Resolves when the process has ended. */
  stop(): Promise<void>
  /** Ends the process with `kill -9`. */
  kill(): Promise<void>
}

/**
 * Starts a file, relative to this folder or by its URL, as a child process. The child ends with its
 * parent. If the parent runs with `--cpu-prof`, the child writes a CPU profile too.
 */
export function startChild<O extends Operations>(file: string, argument: object = {}): Child<O> {
  const profiling = process.execArgv.filter((flag) => flag.startsWith('--cpu-prof'))
  const child = fork(
    fileURLToPath(new URL(file, import.meta.url)),
    [JSON.stringify(argument)],
    // The other flags of the parent, such as --test, are not for the child.
    { execArgv: ['--expose-gc', ...profiling], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  const ended = once(child, 'exit')
  const calls = new Map<number, PromiseWithResolvers<unknown>>()
  let lastId = 0

  child.on('message', ({ id, value, failure }: Result) => {
    if (failure === undefined) calls.get(id)?.resolve(value)
    else calls.get(id)?.reject(new Error(`${file}: ${failure}`))
    calls.delete(id)
  })
  child.on('exit', (code) => {
    for (const { reject } of calls.values()) reject(new Error(`${file} ended with code ${code}`))
  })

  return {
    ask(name, ...[argument]) {
      const call = Promise.withResolvers<unknown>()
      const id = ++lastId
      calls.set(id, call)
      child.send({ id, name, argument } satisfies Call)
      // The channel carries JSON, so the result has no static type.
      return call.promise as ReturnType<Child<O>['ask']>
    },
    async stop() {
      if (child.connected) child.disconnect()
      await ended
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** The argument that `startChild` passed to this process. */
export const childArgument = <T>(): T => JSON.parse(process.argv[2] ?? '{}')

/** Makes this process a child. It executes operations until its parent ends. */
export function answer(operations: Operations): void {
  process.on('message', async ({ id, name, argument }: Call) => {
    const reply = (rest: Omit<Result, 'id'>) => process.send?.({ id, ...rest } satisfies Result)
    try {
      // `ask` pairs each name with its argument.
      reply({ value: await operations[name]?.(argument as never) })
    } catch (error) {
      reply({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.on('disconnect', () => process.exit())
}

/** The CPU time that this process has used, in microseconds. */
export function cpuMicros(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
