import type { Action } from './action.ts'
import type { ShownUrls } from './curl.ts'
import { inCode } from './in-code.ts'

/** An action as TypeScript, with the typed methods if one of them does it. */
export function typedCallOf(action: Action, venue: string, urls: ShownUrls): string {
  const { code, times = 1 } = action
  if (code === undefined) return fetchCall(action, urls)
  const call =
    times === 1
      ? `await ${code}`
      : `await Promise.all(Array.from({ length: ${times} }, () => ${code}))`
  return [...setUp(code, venue, urls), '', call].join('\n')
}

/** A call without a typed method. Only reads of the trading API have none. */
function fetchCall({ api, path, venue }: Action, urls: ShownUrls): string {
  const options = venue === undefined ? '' : `, { headers: { Venue: ${inCode(venue)} } }`
  return `const reply = await fetch(${inCode(urls[api] + path)}${options})\nawait reply.json()`
}

function setUp(code: string, venue: string, { control, trading, token }: ShownUrls): string[] {
  if (code.startsWith('client.')) {
    const options = `url: ${inCode(trading)}${venue === 'main' ? '' : `, venue: ${inCode(venue)}`}`
    return [
      "import { createClient } from 'papertape/client'",
      `const client = createClient({ ${options} })`,
    ]
  }
  const options = `controlUrl: ${inCode(control)}${token === undefined ? '' : ', token: process.env.CONTROL_TOKEN'}`
  return [
    "import { connect } from 'papertape'",
    `const platform = await connect({ ${options} })`,
    ...(code.startsWith('venue.') ? [`const venue = platform.venue(${inCode(venue)})`] : []),
  ]
}
