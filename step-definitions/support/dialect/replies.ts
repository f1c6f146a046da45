import type { DialectFile, Endpoint, RefusalMeaning } from './dialect-file.ts'
import { type OrderRequest, orderRequestIn } from './endpoints.ts'
import {
  type Exact,
  type ExactObject,
  excerptOf,
  isObject,
  readExactly,
  valueAt,
} from './exact-json.ts'
import { entriesAt, Fields, fault, type ListEntry, type Translated } from './fields.ts'
import { ourEndpoints, refusalStatuses } from './our-spelling.ts'

/** The parts of a reply that a dialect translates. */
interface ReplyText {
  readonly status: number
  readonly text: string
  /** The contract's path in `Location`. */
  readonly location: string | null
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
    const { value: text, faults } =
      endpoint === 'cancel' ? this.#cancelled(request, reply) : asText(this.#body(endpoint, reply))
    return text === undefined ? { faults } : { value: { ...reply, status, text }, faults }
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

  #body(endpoint: 'place' | 'find' | 'list', reply: ReplyText): Translated<unknown> {
    const { place = {}, list = {} } = this.#file
    const idAt = endpoint === 'place' ? place.orderId : undefined
    if (idAt === 'Location') return pending(locatedId(reply))
    const { value: whole, faults } = read(endpoint, reply.text)
    if (whole === undefined) return { faults }
    if (idAt !== undefined) return pending(this.#fields.place.idAt('/place/orderId', whole, idAt))
    if (endpoint !== 'list') return this.#order(endpoint, [undefined, whole])
    const entries = entriesAt('/list/orders', whole, list.orders, list.byId)
    const orders = (entries.value ?? []).map((entry) => this.#order('list', entry))
    const all = [entries, ...orders].flatMap((one) => one.faults)
    return all.length > 0 ? { faults: all } : { value: orders.map(({ value }) => value), faults }
  }

  /** In the contract, the reply to a cancellation has no body. */
  #cancelled({ orderId }: OrderRequest, { text }: ReplyText): Translated<string> {
    const { success, order: pointer } = this.#file.cancel ?? {}
    if (pointer === undefined) return { value: success ? '' : text, faults: [] }
    const whole = read('cancel', text)
    if (whole.value === undefined) return { faults: whole.faults }
    const { value: order, faults } = this.#order('cancel', [undefined, whole.value])
    if (!order) return { faults }
    const isTheOne = order.orderId === decodeURIComponent(orderId)
    if (isTheOne && order.orderStatus === 'CANCELLED') return { value: '', faults: [] }
    return fault(`/cancel/order: ${excerptOf(order)} is not order ${orderId}, CANCELLED`)
  }

  #order(endpoint: Endpoint, [orderId, whole]: ListEntry): Translated<ExactObject> {
    const pointer = this.#file[endpoint]?.order ?? ''
    const found = valueAt(whole, pointer)
    if (isObject(found)) return this.#fields[endpoint].orderIn(whole, found, orderId)
    return fault(`/${endpoint}/order: there is no order at "${pointer}" in ${excerptOf(whole)}`)
  }
}

/** The order of a reply that states only its id: the success of a placement means PENDING. */
const pending = ({ value: orderId, faults }: Translated<Exact>): Translated<ExactObject> =>
  orderId === undefined ? { faults } : { value: { orderId, orderStatus: 'PENDING' }, faults }

/** The id in the path of `Location`. */
function locatedId({ location }: ReplyText): Translated<Exact> {
  const found = location === null ? undefined : orderRequestIn({ method: 'GET', path: location })
  try {
    if (found?.orderId) return { value: decodeURIComponent(found.orderId), faults: [] }
  } catch {
    // Such as %zz.
  }
  return fault(`/place/orderId: Location leads to no order, but is ${location ?? 'absent'}`)
}

const asText = ({ value, faults }: Translated<unknown>): Translated<string> =>
  value === undefined ? { faults } : { value: JSON.stringify(value), faults }

function read(endpoint: Endpoint, text: string): Translated<Exact> {
  try {
    return { value: readExactly(text), faults: [] }
  } catch {
    return fault(`/${endpoint}: the reply is not JSON, but ${excerptOf(text)}`)
  }
}
