import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import fc from 'fast-check'
import { pino } from 'pino'
import { PinoPretty } from 'pino-pretty'
import { printable, printableJson } from './printable.ts'

test('Control characters are escaped, and nothing else', () => {
  assert.equal(printable('\x1b[31mred\x1b[0m\r\x07'), '\\u001b[31mred\\u001b[0m\\u000d\\u0007')
  assert.equal(
    printable('\x9b2J\x7f\u202eabc\u2029\u200f'),
    '\\u009b2J\\u007f\\u202eabc\\u2029\\u200f',
  )
  assert.equal(printable('two\tcolumns\nGrüße, 株式 👩‍💻 \\'), 'two\tcolumns\nGrüße, 株式 👩‍💻 \\')
})

test('No text and no log line contains a control character', () => {
  const texts = fc
    .array(fc.oneof(fc.nat(0x9f), fc.nat(0xffff)))
    .map((codes) => String.fromCharCode(...codes))
  fc.assert(
    fc.property(texts, texts, (text, other) => {
      const line = JSON.stringify({ level: 30, nested: [text, { other }] })
      const shown = printable(text)
      assert.doesNotMatch(shown.replaceAll(/[\t\n]/g, ''), /\p{Cc}/u)
      const nested = [shown, { other: printable(other) }]
      assert.deepEqual(JSON.parse(printableJson(line)), { level: 30, nested })
    }),
  )
})

test('The pretty-printed log has every line, without control characters', async () => {
  const destination = new PassThrough()
  const pretty = PinoPretty({ destination, colorize: false, singleLine: true })
  const logger = pino({}, { write: (line) => pretty.write(printableJson(line)) })
  logger.info({ target: '/\x9b2J' }, 'first \x1b[31m')
  logger.error({ err: new Error('bug \x07') }, 'second')
  pretty.end()
  const output = await text(destination)

  assert.match(output, /first \\u001b\[31m .*u009b2J/)
  assert.match(output, /second \n(.*\n)+ +Error: bug \\u0007\n/)
  assert.doesNotMatch(output.replaceAll('\n', ''), /\p{Cc}/u)
})
