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
import { neededInMessage, neededInReply, ourEndpoints, refusalStatuses } from './our-spelling.ts'

/** What of a reply a dialect spells. */
export interface ReplyText {
  readonly status: number
  readonly text: string
}

/** Brings replies into our words. */
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

  translate(asked: OrderRequest, said: ReplyText): Translated<ReplyText> {
    if (said.status >= 400) return this.#refusal(asked.endpoint, said)
    if (said.status < 200 || said.status >= 300) return { value: said, faults: [] }
    const { endpoint } = asked
    const success = this.#file[endpoint]?.success
    if (success && !success.includes(said.status)) {
      return fault(`/${endpoint}/success: ${said.status} is none of ${success.join(', ')}`)
    }
    const status = success ? ourEndpoints[endpoint].success : said.status
    const body = endpoint === 'cancel' ? this.#cancelled(asked, said) : this.#body(endpoint, said)
    return body.value === undefined
      ? { faults: body.faults }
      : { value: { status, text: body.value }, faults: [] }
  }

  /** A status that means something else to them than to us would be taken for what it is to us. */
  #refusal(endpoint: Endpoint, said: ReplyText): Translated<ReplyText> {
    const { refusals } = ourEndpoints[endpoint]
    const theirs = (one: RefusalMeaning) => this.#file.refusals?.[one] ?? [refusalStatuses[one]]
    const meaning = refusals.find((one) => theirs(one).includes(said.status))
    if (meaning) return { value: { ...said, status: refusalStatuses[meaning] }, faults: [] }
    const mistaken = refusals.find((one) => refusalStatuses[one] === said.status)
    if (!mistaken) return { value: said, faults: [] }
    return fault(`/refusals/${mistaken}: ${said.status} is none of ${theirs(mistaken).join(', ')}`)
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

  /** Of a cancellation the contract says nothing but that it succeeded. */
  #cancelled({ orderId }: OrderRequest, { text }: ReplyText): Translated<string> {
    const { success, order: pointer } = this.#file.cancel ?? {}
    if (pointer === undefined) return { value: success ? '' : text, faults: [] }
    const whole = read('cancel', text)
    if (whole.value === undefined) return { faults: whole.faults }
    const { value: order, faults } = this.#order('cancel', whole.value, neededInMessage)
    if (!order) return { faults }
    const isTheOne = order.orderId === decodeURIComponent(orderId)
    if (isTheOne && order.orderStatus === 'CANCELLED') return { value: '', faults: [] }
    return fault(`/cancel/order: ${excerptOf(order)} is no CANCELLED order ${orderId}`)
  }

  #order(endpoint: Endpoint, whole: Exact, needed = neededInReply): Translated<ExactObject> {
    const pointer = this.#file[endpoint]?.order ?? ''
    const found = valueAt(whole, pointer)
    if (isObject(found)) return this.#fields[endpoint].orderIn(whole, found, needed)
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
    return fault(`/${endpoint}: the reply is no JSON, but ${excerptOf(text)}`)
  }
}
