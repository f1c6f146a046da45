import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readArguments } from './arguments.ts'
import { table } from './settings.ts'

describe('Arguments', () => {
  test('set every setting, as --name value or --name=value', () => {
    for (const { variable, argument } of table) {
      for (const args of [[`--${argument}`, 'x=y'], [`--${argument}=x=y`]]) {
        const { values, errors, wantsHelp } = readArguments(args)
        assert.deepEqual([values, errors, wantsHelp], [{ [variable]: 'x=y' }, [], false])
      }
    }
  })

  test('use the last of two values, and accept a value that begins with a dash', () => {
    assert.deepEqual(readArguments(['--seed', 'a', '--seed=-1']).values, { SEED: '-1' })
  })

  for (const args of [['--help'], ['-h'], ['--port', '80', '--help'], ['--prot', '--help']]) {
    test(`request help: ${args.join(' ')}`, () => assert.ok(readArguments(args).wantsHelp))
  }

  for (const [typed, ...errors] of [
    ['--prot 9000', '--prot is not an argument: did you mean --port?'],
    ['--latency=0', '--latency is not an argument: did you mean --latency-ms?'],
    ['--latencyMs 0', '--latencyMs is not an argument: did you mean --latency-ms?'],
    ['--LOG_LEVEL warn', '--LOG_LEVEL is not an argument: did you mean --log-level?'],
    ['--no-control', '--no-control is not an argument: did you mean --control?'],
    ['--verbose', '--verbose is not an argument: --help lists them'],
    ['-p 9000', '-p is not an argument: --help lists them'],
    ['--port', '--port needs a value'],
    ['--port=', '--port needs a value'],
    ['--host --port 9000', '--host needs a value'],
    ['9000', '"9000" has no argument'],
    [
      '--prot 1 --latency 2 3 --seed',
      '--prot is not an argument: did you mean --port?',
      '--latency is not an argument: did you mean --latency-ms?',
      '"3" has no argument',
      '--seed needs a value',
    ],
  ] as const) {
    test(`are refused: ${typed}`, () => {
      assert.deepEqual(readArguments(typed.split(' ')).errors, errors)
    })
  }

  test('consumed by npm leave a value, whose error says how to pass them', () => {
    assert.deepEqual(readArguments(['9000'], true).errors, [
      '"9000" has no argument: with npm, put -- before arguments: npm start -- --port 9000',
    ])
  })
})
