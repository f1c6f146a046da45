import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { iJsonIssues } from './i-json.ts'
import { errorsOf } from './validation.ts'

/** The pointers to the faults of a JSON text. */
function pointersIn(text: string): string[] {
  JSON.parse(text)
  return errorsOf(iJsonIssues(text)).map(({ pointer }) => pointer)
}

describe('A name', () => {
  test('may occur only once in one object, whatever its spelling', () => {
    for (const [text, pointers] of [
      ['{"a":1,"a":2}', ['/a']],
      ['{"a":1,"a":1}', ['/a']],
      [String.raw`{"a":1,"\u0061":2}`, ['/a']],
      [String.raw`{"\\":1,"\u005c":2}`, ['/\\']],
      [String.raw`{"\"":1,"\u0022" : 2}`, ['/"']],
      ['{"":1,"":2}', ['/']],
      ['{"__proto__":1,"__proto__":2}', ['/__proto__']],
      ['{"x":{"a/b~":1,"a/b~":2}}', ['/x/a~1b~0']],
      ['{"x":[1,"a",{"a":[{}, []],"a" \n: {}}]}', ['/x/2/a']],
      ['[{"a":{"b":1}},{"b":1,"c":2,"b":3}]', ['/1/b']],
      ['{"a":1,"b":{"c":1,"c":2},"a":2}', ['/b/c', '/a']],
    ] as const) {
      assert.deepEqual(pointersIn(text), pointers, text)
    }
  })

  test('may occur in several objects, and in strings', () => {
    for (const text of [
      '{"a":{"a":1},"b":{"a":1},"A":1}',
      '[{"a":1},{"a":1}]',
      String.raw`{"a":"\"a\":1,\"a\":2","b":"}","c":["a:","a:"],"d":"\\"}`,
      ' "a" ',
      '{}',
    ]) {
      assert.deepEqual(pointersIn(text), [], text)
    }
  })

  test('that is repeated is found anywhere in a value', () => {
    // Repeats the first member of each object, with escapes in the second name.
    const escapeOf = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
    const escaped = (name: string) => `"${name.split('').map(escapeOf).join('')}"`
    const doubled = (value: unknown): readonly [text: string, objects: number] => {
      if (typeof value !== 'object' || value === null) return [JSON.stringify(value), 0]
      const inside = Object.entries(value).map(([name, one]) => [name, doubled(one)] as const)
      const objects = inside.reduce((sum, [, [, count]]) => sum + count, 0)
      if (Array.isArray(value)) return [`[${inside.map(([, [text]]) => text)}]`, objects]
      const members = inside.map(([name, [text]]) => `${JSON.stringify(name)} : ${text}`)
      const [first] = inside
      if (!first) return ['{}', objects]
      return [`{${[...members, `${escaped(first[0])}:null`]}}`, objects + 1]
    }

    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        assert.deepEqual(iJsonIssues(JSON.stringify(value, undefined, 1)), [])
        const [text, objects] = doubled(value)
        assert.equal(pointersIn(text).length, Math.min(objects, 10), text)
      }),
    )
  })

  test('that is repeated is found in text of any depth', () => {
    const deep = 100_000
    assert.deepEqual(iJsonIssues('['.repeat(deep) + ']'.repeat(deep)), [])
    const text = `${'{"a":1,"a":'.repeat(deep)}0${'}'.repeat(deep)}`
    assert.equal(pointersIn(text).length, 10)
  })
})

describe('A number', () => {
  test('may have any spelling of the double that it becomes', () => {
    for (const source of [
      ...[
        '0',
        '-0',
        '0.0',
        '0e999999999',
        '-0.0E-5',
        '0.1',
        '1.50',
        '100.0',
        '1e2',
        '1E+2',
        '1e-8',
      ],
      ...['0.30000000000000004', '1234567890123456e-3', '5e-324', '1.7976931348623157e308', '1e23'],
      ...[
        '1000000000000',
        '999999999999.9999',
        '0.00000000000000000000100',
        '100e-2',
        '-123.4560e-1',
      ],
      `1${'0'.repeat(300)}`,
      `1${'0'.repeat(9000)}e-9000`,
      `0.${'0'.repeat(9000)}1e9001`,
    ]) {
      assert.deepEqual(iJsonIssues(`[${source}]`), [], source)
    }
  })

  test('that would be rounded is reported', () => {
    for (const [source, double] of [
      ['999999999999.9999999', '1000000000000'],
      ['1000000000000.00001', '1000000000000'],
      ['0.100000000000000001', '0.1'],
      ['-0.100000000000000001', '-0.1'],
      ['9007199254740993', '9007199254740992'],
      ['0.1000000000000000055511151231257827', '0.1'],
      ['1e-400', '0'],
      ['1e-999999999999999999999', '0'],
      ['4e-324', '5e-324'],
      [`1${'0'.repeat(9000)}1e-9000`, '10'],
      [`1.${'0'.repeat(9000)}1`, '1'],
    ] as const) {
      const message = `would be rounded to ${double}: send at most 15 significant digits, and nothing nearer to 0 than 1e-300`
      assert.deepEqual(iJsonIssues(`{"a":[1,${source}]}`), [{ path: ['a', 1], message }], source)
    }
  })

  test('is not repeated if it is secret', () => {
    const messages = (text: string) => iJsonIssues(text).map(({ message }) => message)
    const number = '1234567890123456789'
    for (const text of [`{"pin":${number}}`, `{"p\\u0069n":{"a":[${number}]}}`]) {
      assert.match(messages(text).join(), /^would be rounded: send at most 15/)
    }
    assert.match(messages(`{"pin":1,"a":${number}}`).join(), /^would be rounded to 12345/)
  })

  test('that is too large for a double is left to the schemas', () => {
    assert.deepEqual(iJsonIssues('[1e400, -1e999999999999999999999]'), [])
  })

  test('is checked in linear time', () => {
    // In quadratic time this would take minutes.
    const zeros = '0'.repeat(500_000)
    assert.equal(pointersIn(`[0.1${zeros}1, 1${zeros}1e-500001, 1e-${zeros}400]`).length, 3)
  })

  const double = fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => value !== 0)

  test('is accepted if it is the shortest decimal of a double, in any spelling', () => {
    fc.assert(
      fc.property(
        double,
        fc.nat(30),
        fc.integer({ min: -400, max: 400 }),
        (value, zeros, shift) => {
          for (const source of spellingsOf(value, zeros, shift)) {
            assert.equal(JSON.parse(source), value, source)
            assert.deepEqual(iJsonIssues(source), [], source)
          }
        },
      ),
    )
  })

  test('is refused when one more digit makes it another number', () => {
    fc.assert(
      fc.property(double, fc.nat(30), fc.integer({ min: 1, max: 9 }), (value, zeros, digit) => {
        const [digits, exponent] = scientific(value)
        // At 18 places and more a digit is too small to make another double, and too much to be kept.
        const source = `${digits}${digits.includes('.') ? '' : '.'}${'0'.repeat(18 + zeros)}${digit}e${exponent}`
        fc.pre(Number(source) === value)
        assert.equal(pointersIn(source).length, 1, source)
      }),
    )
  })
})

/** The shortest digits of a double, and their exponent. */
function scientific(value: number): [digits: string, exponent: number] {
  const [digits = '', exponent = ''] = value.toExponential().split('e')
  return [digits, Number(exponent)]
}

/** Other spellings of the same decimal: with trailing zeros, and with the point moved. */
function spellingsOf(value: number, zeros: number, shift: number): string[] {
  const [digits, exponent] = scientific(value)
  const [whole = '', fraction = ''] = digits.split('.')
  const sign = whole.startsWith('-') ? '-' : ''
  const significant = `${whole.replace('-', '')}${fraction}`
  const more = '0'.repeat(zeros)
  const plain = `${sign}${significant}${more}e${exponent - fraction.length - zeros}`
  const moved =
    shift < 0
      ? `${sign}0.${'0'.repeat(-shift)}${significant}e${exponent + 1 - shift}`
      : `${sign}${significant}${'0'.repeat(shift)}.0e${exponent - fraction.length - shift}`
  return [
    JSON.stringify(value),
    `${digits}${fraction === '' ? `.${more}0` : more}E${exponent < 0 ? '' : '+'}${exponent}`,
    plain,
    moved,
  ]
}
