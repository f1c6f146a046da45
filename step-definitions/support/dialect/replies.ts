import type { DialectFile, Endpoint, RefusalMeaning } from './dialect-file.ts'
import type { OrderRequest } from './endpoints.ts'
import {
  type Exact,
  type ExactObject,
  excerptOf,
  isObject,
  readExactly,
  valueAt,
} from './exact-json.ts'
import { Fields, type Translated } from './fields.ts'
import { ourEndpoints, refusalStatuses } from './our-spelling.ts'

/** The parts of a reply that a dialect translates. */
interface ReplyText {
  readonly status: number
  readonly text: string
}

export class Replies {
  readonly #file: DialectFile
  readonly #fields: Readonly<Record<Endpoint, Fields>>

  constructor(file: DialectFile) {
    this.#file = file
    const fieldsIn = (endpoint: Endpoint) =>
      new Fields([
        ['/fields', file.fields],
        [`/${endpoint}/fields`, file[endpoint]?.fields],
      ])
    this.#fields = {
      place: fieldsIn('place'),
      find: fieldsIn('find'),
      list: fieldsIn('list'),
      cancel: fieldsIn('cancel'),
    }
  }

  translate(request: OrderRequest, reply: ReplyText): Translated<ReplyText> {
    if (reply.status >= 400) return this.#refusal(request.endpoint, reply)
    if (reply.status < 200 || reply.status >= 300) return { value: reply, faults: [] }
    const { endpoint } = request
    const success = this.#file[endpoint]?.success
    if (success && !success.includes(reply.status)) {
      return fault(`/${endpoint}/success: ${reply.status} is not one of ${success.join(', ')}`)
    }
    const status = success ? ourEndpoints[endpoint].success : reply.status
    const body =
      endpoint === 'cancel' ? this.#cancelled(request, reply) : this.#body(endpoint, reply)
    return body.value === undefined
      ? { faults: body.faults }
      : { value: { status, text: body.value }, faults: [] }
  }

  /**
   * A status that the dialect gives another meaning must not keep the contract's: that is a fault.
   */
  #refusal(endpoint: Endpoint, reply: ReplyText): Translated<ReplyText> {
    const { refusals } = ourEndpoints[endpoint]
    const theirs = (one: RefusalMeaning) => this.#file.refusals?.[one] ?? [refusalStatuses[one]]
    const meaning = refusals.find((one) => theirs(one).includes(reply.status))
    if (meaning) return { value: { ...reply, status: refusalStatuses[meaning] }, faults: [] }
    const mistaken = refusals.find((one) => refusalStatuses[one] === reply.status)
    if (!mistaken) return { value: reply, faults: [] }
    return fault(
      `/refusals/${mistaken}: ${reply.status} is not one of ${theirs(mistaken).join(', ')}`,
    )
  }

  #body(endpoint: 'place' | 'find' | 'list', { text }: ReplyText): Translated<string> {
    const whole = read(endpoint, text)
    if (whole.value === undefined) return { faults: whole.faults }
    if (endpoint !== 'list') return asText(this.#order(endpoint, whole.value))
    const pointer = this.#file.list?.orders ?? ''
    const list = valueAt(whole.value, pointer)
    if (!Array.isArray(list)) {
      return fault(`/list/orders: there is no list at "${pointer}" in ${excerptOf(whole.value)}`)
    }
    const orders = (list as readonly Exact[]).map((entry) => this.#order('list', entry))
    const faults = orders.flatMap((order) => order.faults)
    return faults.length > 0
      ? { faults }
      : asText({ value: orders.map(({ value }) => value), faults })
  }

  /** In the contract, the reply to a cancellation has no body. */
  #cancelled({ orderId }: OrderRequest, { text }: ReplyText): Translated<string> {
    const { success, order: pointer } = this.#file.cancel ?? {}
    if (pointer === undefined) return { value: success ? '' : text, faults: [] }
    const whole = read('cancel', text)
    if (whole.value === undefined) return { faults: whole.faults }
    const { value: order, faults } = this.#order('cancel', whole.value)
    if (!order) return { faults }
    const isTheOne = order.orderId === decodeURIComponent(orderId)
    if (isTheOne && order.orderStatus === 'CANCELLED') return { value: '', faults: [] }
    return fault(`/cancel/order: ${excerptOf(order)} is not order ${orderId}, CANCELLED`)
  }

  #order(endpoint: Endpoint, whole: Exact): Translated<ExactObject> {
    const pointer = this.#file[endpoint]?.order ?? ''
    const found = valueAt(whole, pointer)
    if (isObject(found)) return this.#fields[endpoint].orderIn(whole, found)
    return fault(`/${endpoint}/order: there is no order at "${pointer}" in ${excerptOf(whole)}`)
  }
}

const fault = (text: string) => ({ faults: [text] })

const asText = ({ value, faults }: Translated<unknown>): Translated<string> =>
  value === undefined ? { faults } : { value: JSON.stringify(value), faults }

function read(endpoint: Endpoint, text: string): Translated<Exact> {
  try {
    return { value: readExactly(text), faults: [] }
  } catch {
    return fault(`/${endpoint}: the reply is not JSON, but ${excerptOf(text)}`)
  }
}
