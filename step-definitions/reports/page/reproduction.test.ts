import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, it } from 'node:test'
import type { Attempt } from '../document/attempt.ts'
import type { RecordedRequest } from '../evidence/evidence.ts'
import { reproductionOf } from './reproduction.ts'

const at = 'http://localhost:8080'
const order = { id: 'a-1', status: 'pending' }

/** A request with its reply; `headers`, `body` and `atMs` as given. */
const sent = (
  request: string,
  status: number,
  reply: unknown,
  more: Partial<RecordedRequest> = {},
): RecordedRequest => {
  const [method = '', path = ''] = request.split(' ')
  const text = JSON.stringify(reply)
  const shown = { afterMs: 10, status, headers: [], body: { text } }
  return { who: 'Alice', atMs: 0, method, url: `${at}${path}`, headers: [], reply: shown, ...more }
}

function shown(message: string, requests: readonly RecordedRequest[], streams: object[] = []) {
  const excerpt = <T>(first: readonly T[]) => ({ first, omitted: 0 })
  const evidence = { complaints: [], requests: excerpt(requests), streams: excerpt(streams) }
  return reproductionOf({
    attempt: { evidence } as unknown as Attempt,
    failure: { step: '', message, stack: '' },
  })
}

const place = sent('POST /orders', 201, order, { body: { text: '{"quantity":1}' } })
const cancel = sent('DELETE /orders/a-1', 500, { error: 'oops' }, { atMs: 50 })

describe('The commands that show a failure', () => {
  it('are the request that the message names, and its reply', () => {
    const other = sent('GET /orders/b', 404, {})
    const gone = sent('GET /orders/gone', 500, 'oops')
    assert.equal(
      shown('should be 404: GET /orders/gone → 500 after 10 ms "oops"', [other, gone, other]),
      `curl -i ${at}/orders/gone\n# → 500 "oops"`,
    )
  })

  it('run nothing of a hostile reply in the shell', () => {
    const hostile = sent('POST /orders', 201, { "id' ; touch planted; echo '": 'a-1' })
    const commands = shown('but: DELETE /orders/a-1 → 500 after 10 ms', [hostile, cancel])
    assert.match(commands, /touch planted/)
    // Without its quoted texts, a command has only its own words.
    assert.doesNotMatch(commands.replaceAll(/'[^']*'|\\'/g, ''), /touch/)
  })

  it('are the last request if the message names none', () => {
    const gone = sent('GET /orders/gone', 500, 'oops')
    assert.match(shown('late', [place, gone]), /gone\n# → 500 "oops"$/)
  })

  it('start with what the request depends on, whose id is a variable', () => {
    const unrelated = sent('POST /orders', 201, { id: 'b-2' })
    const again = sent('DELETE /orders/a-1', 200, order, { atMs: 30 })
    assert.equal(
      shown('but: DELETE /orders/a-1 → 500 after 10 ms {"error":"oops"}', [
        unrelated,
        place,
        again,
        cancel,
      ]),
      String.raw`order=$(curl -s ${at}/orders \
  -H content-type: \
  --data-raw '{"quantity":1}' | grep -o '"id": *"*[^",}]*' | head -n 1 | sed 's/^"[^"]*": *"*//')
curl -i -X DELETE "${at}/orders/$order"
curl -i -X DELETE "${at}/orders/$order"
# → 500 {"error":"oops"}`,
    )
  })

  it('open the venue of the scenario', () => {
    const open = sent('POST /venues', 201, { name: 'venue-7' })
    const headers = [['venue', 'venue-7']] as const
    const advance = sent('POST /venues/venue-7/clock/advance', 200, {})
    const list = sent('GET /orders', 500, {}, { headers })
    const commands = shown('but: GET /orders → 500 after 10 ms {}', [open, advance, list])
    assert.match(commands, /^venue=\$\(curl -s -X POST http:\/\/localhost:8080\/venues \|/)
    assert.match(commands, /curl -i -X POST "http:\/\/localhost:8080\/venues\/\$venue\/clock\/ad/)
    assert.match(commands, /curl -i http:\/\/localhost:8080\/orders \\\n {2}-H "venue: \$venue"\n/)
  })

  it('wait as long as the scenario did', () => {
    const late = { ...cancel, atMs: 1710 }
    assert.match(shown('DELETE /orders/a-1', [place, late]), /\nsleep 1\.7\ncurl -i -X DELETE/)
  })

  it('place what a listing should have shown', () => {
    const list = sent('GET /orders', 200, [])
    assert.match(shown('GET /orders → 200 after 10 ms []', [place, list]), /data-raw[^#]*\ncurl -i/)
  })

  it('open the stream if no request is to blame', () => {
    const stream = { url: 'ws://localhost:8080/ws', headers: [] }
    assert.match(
      shown('no message came', [place], [stream]),
      /^# In another terminal:\nnpx wscat -c ws:\/\/localhost:8080\/ws\ncurl/,
    )
  })

  it('open the stream of a venue once that is open, and show what led to its messages', () => {
    const open = sent('POST /venues', 201, { name: 'venue-7' })
    const headers = [['venue', 'venue-7']] as const
    const stream = { url: 'ws://localhost:8080/ws', headers }
    const advance = sent('POST /venues/venue-7/clock/advance', 200, {})
    const lines = shown('Bob received nothing', [open, { ...place, headers }, advance], [stream])
    assert.deepEqual(lines.match(/^(?:\w+=|# In|npx wscat|curl)/gm), [
      'venue=',
      '# In',
      'npx wscat',
      'curl',
      'curl',
    ])
    assert.match(lines, /npx wscat -c ws:\/\/localhost:8080\/ws \\\n {2}-H "venue: \$venue"/)
  })

  it('prefer the member that looks like an id', () => {
    const numbered = sent('POST /orders', 201, { version: 5, id: 5 })
    const gone = sent('DELETE /orders/5', 500, {})
    assert.match(shown('DELETE /orders/5 → 500 after 10 ms {}', [numbered, gone]), /'"id": /)
  })

  it('are none if nothing was sent', () => {
    assert.equal(shown('late', []), '')
  })

  const skip = process.platform === 'win32' && 'Windows has no sh'
  it('run in a shell, and read the id from the reply', { skip }, () => {
    const commands = shown('but: DELETE /orders/a-1 → 500 after 10 ms {"error":"oops"}', [
      place,
      cancel,
    ])
    const fake = `curl() { if [ "$2" = -X ]; then echo "$4"; else echo '{"id": "z 9","n":1}'; fi; }`
    const { stdout, stderr } = spawnSync('sh', ['-c', `${fake}\n${commands}`], { encoding: 'utf8' })
    assert.deepEqual([stdout, stderr], [`${at}/orders/z 9\n`, ''])
  })
})
