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
    ['--prot 9000', 'Unknown option --prot. Did you mean --port?'],
    ['--latency=0', 'Unknown option --latency. Did you mean --latency-ms?'],
    ['--latencyMs 0', 'Unknown option --latencyMs. Did you mean --latency-ms?'],
    ['--LOG_LEVEL warn', 'Unknown option --LOG_LEVEL. Did you mean --log-level?'],
    ['--no-control', 'Unknown option --no-control. Did you mean --control?'],
    ['--verbose', 'Unknown option --verbose. --help lists all options.'],
    ['-p 9000', 'Unknown option -p. --help lists all options.'],
    ['--port', '--port needs a value'],
    ['--port=', '--port needs a value'],
    ['--host --port 9000', '--host needs a value'],
    ['9000', 'Unexpected argument "9000"'],
    [
      '--prot 1 --latency 2 3 --seed',
      'Unknown option --prot. Did you mean --port?',
      'Unknown option --latency. Did you mean --latency-ms?',
      'Unexpected argument "3"',
      '--seed needs a value',
    ],
  ] as const) {
    test(`are refused: ${typed}`, () => {
      assert.deepEqual(readArguments(typed.split(' ')).errors, errors)
    })
  }

  test('consumed by npm leave a value, whose error says how to pass them', () => {
    assert.deepEqual(readArguments(['9000'], true).errors, [
      'Unexpected argument "9000": with npm, put -- before arguments: npm start -- --port 9000',
    ])
  })
})
