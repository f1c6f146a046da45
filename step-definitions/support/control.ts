import { type Reply, sendUntranslated, summaryOf } from './client.ts'
import { type Description, descriptionIn } from './conformance.ts'
import { must } from './must.ts'
import type { Request } from './request.ts'
import { claims, controlAddress, controlToken } from './settings.ts'

/** Whether the target lets its venues be controlled. */
export const isControlOffered = () => claims.has('control')

/**
 * Asks something of the target's control API. A refusal is an answer; an answer that is not as the
 * control API describes it is a failure.
 */
export async function sendToControl(request: Request): Promise<Reply> {
  const address = controlAddress()
  must(address, 'the target offers no control: a scenario that needs it is to be tagged @control')
  const authorization = controlToken && { authorization: `Bearer ${controlToken}` }
  const fields = { ...request.fields, ...authorization }
  const reply = await sendUntranslated({ ...request, fields }, address)
  const faults = (await description(address)).faultsOfReply(reply)
  must(faults.length === 0, `${summaryOf(reply)}\n  but ${faults.join('\n  and ')}`)
  return reply
}

let published: Promise<Description> | undefined

/** What the control API says of itself, read once. */
function description(address: URL): Promise<Description> {
  published ??= sendUntranslated({ method: 'GET', path: '/openapi.json' }, address).then(
    ({ text }) => descriptionIn(text),
  )
  return published
}
