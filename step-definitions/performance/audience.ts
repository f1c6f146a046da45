import { Worker } from 'node:worker_threads'
import type { Connect, Connection, ConnectOptions, MessageHandler } from '../support/connection.ts'
import { must } from '../support/must.ts'
import type { LatenessSeen } from './lateness.ts'

/** What was heard, and when, on the clock of `process.hrtime`, which all threads share. */
export type Told = {
  readonly text: string
  readonly how: Parameters<MessageHandler['receive']>[1]
  readonly hrtimeMs: number
}

/** What the thread is asked. */
export type Question =
  | { readonly ask: 'listen'; readonly seat: number; readonly call: ConnectOptions }
  | { readonly ask: 'watch the clock' | 'speak' }
  | { readonly ask: 'leave'; readonly seat: number }

/** What the thread answers. */
export type Answer = SeatAnswer | { readonly is: 'spoken'; readonly lateness: LatenessSeen }

/** What it answers about one who listens. */
type SeatAnswer =
  | {
      readonly is: 'seated'
      readonly seat: number
      readonly sent: Connection['sent']
      readonly headers: [string, string][]
    }
  | { readonly is: 'heard'; readonly seat: number; readonly told: readonly Told[] }
  | { readonly is: 'broken' | 'at a loss'; readonly seat: number; readonly reason: string }
  | { readonly is: 'ended'; readonly seat: number; readonly code: number | undefined }

type Seat = {
  readonly ear: MessageHandler
  readonly seated: PromiseWithResolvers<Pick<Connection, 'sent' | 'headers'>>
  readonly ended: PromiseWithResolvers<number | undefined>
}

/**
 * Those who listen to a burst, in a thread of their own: who sends the orders is too busy to note in
 * time when something is heard. The first of them tells at once what it hears, the others when they
 * are asked to, with the times at which they heard it.
 */
export class Audience {
  readonly #thread = new Worker(new URL('./audience-thread.ts', import.meta.url))
  readonly #seats: Seat[] = []
  #left = 0
  #spoken = Promise.withResolvers<LatenessSeen>()

  constructor() {
    this.#thread.on('message', (answer: Answer) => this.#take(answer))
    this.#thread.on('error', (error) => this.#giveUp(error))
    // A scenario that fails before anybody listens must not wait for it.
    this.#thread.unref()
  }

  /** Lets one more listen. */
  readonly connect: Connect = async (call, ear): Promise<Connection> => {
    const seat: Seat = {
      ear,
      seated: Promise.withResolvers(),
      ended: Promise.withResolvers(),
    }
    const number = this.#seats.push(seat) - 1
    this.#ask({ ask: 'listen', seat: number, call })
    const { sent, headers } = await seat.seated.promise
    const ended = seat.ended.promise
    return {
      sent,
      headers,
      ended,
      send: () => must(false, 'nobody in the audience says anything'),
      terminate: () => must(false, 'nobody in the audience is cut off'),
      close: async () => {
        this.#ask({ ask: 'leave', seat: number })
        await ended
        this.#left += 1
        if (this.#left === this.#seats.length) await this.#thread.terminate()
      },
    }
  }

  /** From now on it matters how late the thread is. */
  watchTheClock(): void {
    this.#ask({ ask: 'watch the clock' })
  }

  /**
   * Has everybody tell what was heard, and from now on at once. Resolves when all is told, with how
   * late the thread was meanwhile.
   */
  speak(): Promise<LatenessSeen> {
    this.#ask({ ask: 'speak' })
    return this.#spoken.promise
  }

  #ask(question: Question): void {
    this.#thread.postMessage(question)
  }

  #take(answer: Answer): void {
    if (answer.is === 'spoken') {
      this.#spoken.resolve(answer.lateness)
      return
    }
    const seat = this.#seats[answer.seat]
    must(seat, `nobody has seat ${answer.seat}`)
    this.#takeFrom(seat, answer)
  }

  #takeFrom({ ear, seated, ended }: Seat, answer: SeatAnswer): void {
    switch (answer.is) {
      case 'seated':
        seated.resolve({ sent: answer.sent, headers: new Headers(answer.headers) })
        break
      case 'heard':
        hearAll(ear, answer.told)
        break
      case 'broken':
        ear.onBroken(answer.reason)
        break
      case 'ended':
        ended.resolve(answer.code)
        break
      case 'at a loss':
        this.#giveUp(new Error(answer.reason))
        break
    }
  }

  /** Whatever is waited for does not come. */
  #giveUp(error: unknown): void {
    this.#spoken.promise.catch(() => {})
    this.#spoken.reject(error)
    for (const { seated, ended } of this.#seats) {
      seated.reject(error)
      ended.resolve(undefined)
    }
  }
}

function hearAll(ear: MessageHandler, told: readonly Told[]): void {
  const toPerformanceMs = performance.now() - Number(process.hrtime.bigint()) / 1e6
  for (const { text, how, hrtimeMs } of told) {
    ear.receive(text, { ...how, at: hrtimeMs + toPerformanceMs })
  }
}
