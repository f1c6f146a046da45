/** Checks the actions of the console: what their buttons show must send what their buttons send. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mock } from 'node:test'
import { createClient } from '../../../client/client.ts'
import type { Action } from '../../console/store/action.ts'
import { curlOf } from '../../console/store/curl.ts'
import { controlClient } from '../../control-client/control-request.ts'
import { platformControl } from '../../control-client/platform-control.ts'

const urls = { control: 'http://localhost:8081', trading: 'http://localhost:8080', token: 'secret' }

interface Sent {
  readonly method: string
  readonly path: string
  readonly body: unknown
  readonly venue: string | undefined
}

const parsed = (body: unknown) => (typeof body === 'string' ? JSON.parse(body) : undefined)

/** What the TypeScript of an action sends. */
async function sentByCode({ code, api }: Action, venueName: string): Promise<Sent[]> {
  const sent: Sent[] = []
  const platform = platformControl(
    controlClient(async (path, { method = 'GET', body }) => {
      sent.push({ method, path, body: parsed(body), venue: undefined })
      // A list reads pages.
      return Response.json(method === 'GET' ? [] : { name: venueName })
    }),
    urls.control,
  )
  const fetching = mock.method(globalThis, 'fetch', async (url: string, init: RequestInit = {}) => {
    const { method = 'GET', body } = init
    const venue = new Headers(init.headers).get('Venue') ?? undefined
    sent.push({ method, path: url.slice(urls.trading.length), body: parsed(body), venue })
    return Response.json({})
  })
  const isMain = venueName === 'main'
  const client = createClient({ url: urls.trading, ...(!isMain && { venue: venueName }) })
  const run = new Function('platform', 'venue', 'client', 'fetch', `return ${code}`)
  try {
    await run(platform, platform.venue(venueName), client, globalThis.fetch)
  } finally {
    fetching.mock.restore()
  }
  assert.ok(sent.length > 0, `${code} sends nothing to the ${api} API`)
  return sent
}

/** The words of the `curl` of an action, as a shell reads them. */
function curlWords(action: Action): string[] {
  const script = `CONTROL_TOKEN=secret; curl() { printf '%s\\0' "$@"; }; ${curlOf(action, urls)}`
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

/** What a `curl` with these words sends. */
function sentByCurl(words: readonly string[]): Sent {
  const after = (flag: string) =>
    words.flatMap((word, nth) => (words[nth - 1] === flag ? [word] : []))
  const [body] = after('-d')
  const [method = body === undefined ? 'GET' : 'POST'] = after('-X')
  const url = words.find((word) => word.startsWith('http:')) ?? ''
  const venue = after('-H').find((header) => header.startsWith('Venue: '))
  return {
    method,
    path: url.slice('http://localhost:8080'.length),
    body: parsed(body),
    venue: venue?.slice('Venue: '.length),
  }
}

/** Asserts that the `curl` and the TypeScript of an action send its request. */
export async function checkAction(action: Action, venue: string): Promise<void> {
  const { api, method, path, body } = action
  const expected = { method, path, body, venue: action.venue }
  const words = curlWords({ ...action, times: 1 })
  assert.deepEqual(sentByCurl(words), expected)
  assert.ok(words.some((word) => word.startsWith(`${urls[api]}${path}`)))
  assert.equal(words.includes('Authorization: Bearer secret'), api === 'control')
  if (action.code === undefined) return
  const [sent] = await sentByCode(action, venue)
  assert.deepEqual(sent, expected)
}
