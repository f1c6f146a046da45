/** The thread of the listeners; `audience.ts` has the protocol. */
import { parentPort } from 'node:worker_threads'
import type { Connection, ConnectOptions } from '../support/connection.ts'
import { reasonOf } from '../support/reason.ts'
import { overWebSocket } from '../support/web-socket.ts'
import type { ReceivedMessage, ThreadReply, ThreadRequest } from './audience.ts'
import { Lateness } from './lateness.ts'

const batchSize = 500
const listeners: ThreadListener[] = []
const lateness = new Lateness()

const send = (reply: ThreadReply) => parentPort?.postMessage(reply)

class ThreadListener {
  connection: Connection | undefined
  readonly #index: number
  /** At first only the first listener sends at once: all of them would disturb the measurement. */
  #sendsAtOnce: boolean
  readonly #kept: ReceivedMessage[] = []

  constructor(index: number) {
    this.#index = index
    this.#sendsAtOnce = index === 0
  }

  async connect(options: ConnectOptions): Promise<void> {
    this.connection = await overWebSocket(options, {
      receive: (text, how) =>
        this.#receive({ text, how, hrtimeMs: Number(process.hrtime.bigint()) / 1e6 }),
      onBroken: (reason) => send({ is: 'broken', index: this.#index, reason }),
      onFlood: (reason) => send({ is: 'flood', index: this.#index, reason }),
    })
    const { sent, headers, ended } = this.connection
    send({ is: 'connected', index: this.#index, sent, headers: [...headers] })
    void ended.then((code) => send({ is: 'ended', index: this.#index, code }))
  }

  #receive(message: ReceivedMessage): void {
    if (this.#sendsAtOnce) this.#send([message])
    else this.#kept.push(message)
  }

  /** Sends the kept messages, and further ones at once. */
  deliver(): void {
    this.#sendsAtOnce = true
    while (this.#kept.length > 0) this.#send(this.#kept.splice(0, batchSize))
  }

  #send(messages: ReceivedMessage[]): void {
    send({ is: 'received', index: this.#index, messages })
  }
}

async function handle(request: ThreadRequest): Promise<void> {
  switch (request.does) {
    case 'connect': {
      const listener = new ThreadListener(request.index)
      listeners[request.index] = listener
      return listener.connect(request.options)
    }
    case 'measure lateness':
      return lateness.watch()
    case 'deliver':
      for (const listener of listeners) listener.deliver()
      return send({ is: 'delivered', lateness: lateness.seen() })
    case 'send':
      return listeners[request.index]?.connection?.send(request.data)
    case 'leave':
      return listeners[request.index]?.connection?.close()
  }
}

parentPort?.on('message', (request: ThreadRequest) => {
  handle(request).catch((error) => {
    send({
      is: 'failed',
      index: 'index' in request ? request.index : 0,
      reason: reasonOf(error),
    })
  })
})
