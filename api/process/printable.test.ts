import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import fc from 'fast-check'
import { pino } from 'pino'
import { PinoPretty } from 'pino-pretty'
import { printable, printableJson } from './printable.ts'

test('What a terminal would act on is escaped, and all else stands as it is', () => {
  assert.equal(printable('\x1b[31mred\x1b[0m\r\x07'), '\\u001b[31mred\\u001b[0m\\u000d\\u0007')
  assert.equal(
    printable('\x9b2J\x7f\u202eabc\u2029\u200f'),
    '\\u009b2J\\u007f\\u202eabc\\u2029\\u200f',
  )
  assert.equal(printable('two\tcolumns\nGrüße, 株式 👩‍💻 \\'), 'two\tcolumns\nGrüße, 株式 👩‍💻 \\')
})

test('No control character is left in any text, nor in a log line', () => {
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

test('The log for people has every line, and nothing that a terminal would act on', async () => {
  const destination = new PassThrough()
  const pretty = PinoPretty({ destination, colorize: false, singleLine: true })
  const logger = pino({}, { write: (line) => pretty.write(printableJson(line)) })
  logger.info({ target: '/\x9b2J' }, 'first \x1b[31m')
  logger.error({ err: new Error('bug \x07') }, 'second')
  pretty.end()
  const said = await text(destination)

  assert.match(said, /first \\u001b\[31m .*u009b2J/)
  assert.match(said, /second \n(.*\n)+ +Error: bug \\u0007\n/)
  assert.doesNotMatch(said.replaceAll('\n', ''), /\p{Cc}/u)
})
