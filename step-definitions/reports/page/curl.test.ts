import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyCharacter } from '../testing/any-character.ts'
import { curlOf, quoted, streamCommandOf } from './curl.ts'

/** The commands need a POSIX shell. */
const skip = process.platform === 'win32' && 'Windows has no sh'

/** The arguments that curl receives for each command, and the text piped into the last one. */
function receivedBy(commands: readonly string[]): { words: string[][]; piped: string } {
  const curl = `curl() { printf '%s\\0' "$#" "$@"; if [ "$piped" ]; then cat; fi; }`
  const isPiped = commands.at(-1)?.startsWith('printf') ? 'piped=1' : ''
  const script = [curl, isPiped, ...commands].join('\n')
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  const received = execFileSync('sh', ['-c', script], {
    encoding: 'utf8',
    stdio: [...stdio],
  }).split('\0')
  const words = commands.map(() => received.splice(0, Number(received.shift())))
  return { words, piped: received.join('\0') }
}

const words = (command: string) => receivedBy([command]).words[0]

const get = { method: 'GET', url: 'http://localhost:8080/orders', headers: [] }
const post = { ...get, method: 'POST', body: { text: '{"symbol":"EURUSD"}' } }

describe('A request as a curl line', { skip }, () => {
  it('reaches the shell unchanged, whatever it contains', () => {
    const text = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.constantFrom("it's", '$HOME `id` \\ "x"', '!!', "''", '\n', '-d', '@file', '💥'),
    )
    const samples = fc.sample(
      text.filter((word) => !word.includes('\0')),
      { numRuns: 200, seed: 42 },
    )
    const received = receivedBy(samples.map((body) => curlOf({ ...post, body: { text: body } })))
    assert.deepEqual(
      received.words.map((words) => words.at(-1)),
      samples,
    )
  })

  it('names the method unless it is the default', () => {
    assert.deepEqual(words(curlOf(get)), ['-i', get.url])
    assert.deepEqual(words(curlOf({ ...get, method: 'DELETE' })), ['-i', '-X', 'DELETE', get.url])
    assert.deepEqual(words(curlOf({ ...get, method: 'HEAD' })), ['-i', '-I', get.url])
    assert.deepEqual(words(curlOf({ ...get, method: 'POST' })), ['-i', '-X', 'POST', get.url])
    assert.deepEqual(words(curlOf({ ...post, method: 'GET' }))?.slice(0, 3), ['-i', '-X', 'GET'])
  })

  it('has the header fields, and no content type of curl’s own', () => {
    const headers = [
      ['venue', 'mine'],
      ['empty', ''],
    ] as const
    const received = words(curlOf({ ...post, headers }))
    const fields = ['-H', 'venue: mine', '-H', 'empty;', '-H', 'content-type:']
    assert.deepEqual(received, ['-i', post.url, ...fields, '--data-raw', post.body.text])
    const typed = curlOf({ ...post, headers: [['Content-Type', 'application/json']] })
    assert.deepEqual(words(typed)?.slice(2, 4), ['-H', 'Content-Type: application/json'])
  })

  it('does not read a URL as a pattern', () => {
    const url = 'http://localhost/orders?symbol=[A-Z]&x={1,2}'
    assert.deepEqual(words(curlOf({ ...get, url })), ['-i', '-g', url])
  })

  it('pipes a body that a shell word cannot contain', () => {
    const text = "a\0b\\c%d'\n"
    const { words, piped } = receivedBy([curlOf({ ...post, body: { text } })])
    assert.equal(words[0]?.at(-1), '@-')
    assert.equal(piped, text)
  })

  it('sends nothing if the body is incomplete', () => {
    const headers = [['venue', "Alice's"]] as const
    const body = { text: '{"symbol":"EUR', omitted: '70000 more characters' }
    const line = curlOf({ ...post, headers, body })
    assert.deepEqual(receivedBy([`${line}\ncurl after`]).words, [['after']])
    assert.match(line, /^# The body is too large to show in full, so this command is incomplete:/)
    assert.ok(!line.includes(body.text))
  })
})

describe('A word of a shell', () => {
  it('needs no quotes if it is plain', () => {
    assert.equal(quoted('http://localhost:8080/ws'), 'http://localhost:8080/ws')
    assert.equal(quoted(''), "''")
  })
})

describe('A stream as a command', () => {
  it('opens the stream with the same header fields', () => {
    const headers = [['venue', 'mine']] as const
    assert.equal(
      streamCommandOf({ url: 'ws://localhost/ws?from=3', headers }),
      "npx wscat -c 'ws://localhost/ws?from=3' \\\n  -H 'venue: mine'",
    )
    assert.equal(
      streamCommandOf({ url: 'http://localhost/events', headers: [] }),
      'curl -N http://localhost/events',
    )
  })
})
