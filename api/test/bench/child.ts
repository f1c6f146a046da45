import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** What a child process can be asked, and what it answers. */
type Answers = Readonly<Record<string, (argument: never) => unknown>>

interface Question {
  readonly id: number
  readonly question: string
  readonly argument: unknown
}

type Answer = { readonly id: number; readonly value?: unknown; readonly failure?: string }

/** A process of its own, so that its CPU time is its own too. */
export interface Child<A extends Answers> {
  ask<Q extends keyof A & string>(
    question: Q,
    ...argument: Parameters<A[Q]>
  ): Promise<Awaited<ReturnType<A[Q]>>>
  /** Resolves when the process has ended. */
  stop(): Promise<void>
}

/** Starts a file, of this folder or by its URL, as a child; it ends with its parent, whatever happens. */
export function startChild<A extends Answers>(
  file: string,
  argument: unknown = null,
  profileFolder?: string,
): Child<A> {
  const profiling = profileFolder ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`] : []
  const child = fork(
    fileURLToPath(new URL(file, import.meta.url)),
    [JSON.stringify(argument)],
    // Only what Node needs: not what the parent was started with.
    { execArgv: ['--expose-gc', ...profiling], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  const ended = once(child, 'exit')
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let asked = 0

  child.on('message', ({ id, value, failure }: Answer) => {
    const { resolve, reject } = waiting.get(id) as PromiseWithResolvers<unknown>
    waiting.delete(id)
    if (failure === undefined) resolve(value)
    else reject(new Error(`${file}: ${failure}`))
  })
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`${file} ended with code ${code}`))
  })

  return {
    ask(question, ...[argument]) {
      const answer = Promise.withResolvers<unknown>()
      const id = asked++
      waiting.set(id, answer)
      child.send({ id, question, argument } satisfies Question)
      return answer.promise as ReturnType<Child<A>['ask']>
    },
    async stop() {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

/** The argument that this process was started with by `startChild`. */
export const childArgument = <T>(): T => JSON.parse(process.argv[2] ?? 'null')

/** Makes this process a child: it answers until its parent is gone. */
export function answer(answers: Answers): void {
  process.on('message', async ({ id, question, argument }: Question) => {
    const reply = (rest: Omit<Answer, 'id'>) => process.send?.({ id, ...rest } satisfies Answer)
    try {
      reply({ value: await answers[question]?.(argument as never) })
    } catch (error) {
      reply({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.on('disconnect', () => process.exit())
}

/** The CPU time that this process has used so far, in microseconds. */
export function cpuMicros(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
