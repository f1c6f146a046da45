import { type Reply, sendUntranslated, summaryOf } from './client.ts'
import { type Description, descriptionIn } from './conformance.ts'
import { must } from './must.ts'
import type { Request } from './request.ts'
import { claims, controlAddress, controlToken } from './settings.ts'

/** Whether the target claims the control API. */
export const isControlOffered = () => claims.has('control')

/**
 * Sends a request to the control API. A refusal is a reply; a reply that breaks the API's
 * description throws.
 */
export async function sendToControl(request: Request): Promise<Reply> {
  const address = controlAddress()
  must(address, 'the target has no control API: tag a scenario that needs it @control')
  const authorization = controlToken && { authorization: `Bearer ${controlToken}` }
  const fields = { ...request.fields, ...authorization }
  const reply = await sendUntranslated({ ...request, fields }, address)
  const faults = (await description(address)).faultsOfReply(reply)
  must(faults.length === 0, `${summaryOf(reply)}\n  but ${faults.join('\n  and ')}`)
  return reply
}

let published: Promise<Description> | undefined

/** The description that the control API publishes, read once. */
function description(address: URL): Promise<Description> {
  published ??= sendUntranslated({ method: 'GET', path: '/openapi.json' }, address).then(
    ({ text }) => descriptionIn(text),
  )
  return published
}
