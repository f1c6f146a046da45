import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { failureOf } from './failure.ts'
import { hidingSecrets, withoutSecrets } from './hide-secrets.ts'
import { hidden, Secrets } from './secrets.ts'

const thrownBy = (run: () => unknown) => {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

const { FORCE_COLOR } = process.env
afterEach(() => setColours(FORCE_COLOR))

function setColours(force: string | undefined): void {
  if (force === undefined) delete process.env.FORCE_COLOR
  else process.env.FORCE_COLOR = force
  // Node reads the environment again when it creates an AssertionError without a message.
  new assert.AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' })
}

/** The error thrown with colours, and the one thrown without. */
const thrownInColoursAndWithout = (run: () => unknown) =>
  ['1', '0'].map((force) => {
    setColours(force)
    return thrownBy(run) as Error
  })

describe('A failure', () => {
  it('has the two compared values', () => {
    const error = thrownBy(() => assert.deepEqual(['PENDING'], ['PENDING', 'EXECUTED']))
    assert.deepEqual(failureOf('Bob is notified', error), {
      step: 'Bob is notified',
      message: '',
      expected: "[\n  'PENDING',\n  'EXECUTED'\n]",
      got: "[\n  'PENDING'\n]",
    })
  })

  it('has compared texts unchanged, and the custom message', () => {
    const error = thrownBy(() => assert.equal('CANCELLED', 'EXECUTED', 'the order of Alice'))
    const { message, expected, got } = failureOf('', error)
    assert.deepEqual([message, expected, got], ['the order of Alice', 'EXECUTED', 'CANCELLED'])
  })

  const comparisons: [what: string, run: () => unknown][] = [
    ['two texts', () => assert.equal('CANCELLED', 'EXECUTED', 'the order of Alice')],
    ['two lists', () => assert.deepEqual([1, 2], [1, 3], 'the orders of Alice')],
    ['a part', () => assert.partialDeepStrictEqual({ a: 1 }, { a: 2 }, 'the order of Alice')],
    ['nothing', () => assert.ok(false, 'the order of Alice')],
  ]
  for (const [what, run] of comparisons) {
    it(`is the same with colours as without them when it compares ${what}`, () => {
      const [coloured, plain] = thrownInColoursAndWithout(run)
      assert.deepEqual(failureOf('', coloured), failureOf('', plain))
    })
  }

  it('says which value was not expected', () => {
    assert.equal(
      failureOf(
        '',
        thrownBy(() => assert.notEqual(1, 1)),
      ).expected,
      'anything but 1',
    )
  })

  it('has only a message if nothing was compared', () => {
    for (const error of [new Error('too late'), 'too late']) {
      assert.deepEqual(failureOf('', error), { step: '', message: 'too late' })
    }
    const mere = failureOf(
      '',
      thrownBy(() => assert.ok(false, 'too late')),
    )
    assert.deepEqual(mere, { step: '', message: 'too late' })
  })

  it('is cut if it is too long to read', () => {
    const { got } = failureOf(
      '',
      thrownBy(() => assert.notEqual('x'.repeat(10_000), 'x'.repeat(10_000))),
    )
    assert.equal(got, `${'x'.repeat(4000)} …`)
  })
})

describe('An error without secrets', () => {
  const known = new Secrets({ CONTROL_TOKEN: 'open-sesame' })
  const shown = (error: unknown) => JSON.stringify(failureOf('', error)) + (error as Error).stack

  it('has none in its message, stack, values and causes', () => {
    const cause = new DOMException('about open-sesame', 'TimeoutError')
    const error = thrownBy(() => assert.deepEqual({ a: 'open-sesame' }, { b: ['open-sesame'] }))
    Object.assign(error as Error, { cause })
    withoutSecrets(error, known)
    assert.ok(!shown(error).includes('open-sesame'))
    assert.equal(cause.message, `about ${hidden}`)
    assert.match(shown(error), /deep-equal/)
  })

  it('has none even between colour codes, and keeps no colours', () => {
    const compare = () => assert.equal('my open-sesame', 'your open-sesame', 'a word')
    const [coloured, plain] = thrownInColoursAndWithout(compare)
    withoutSecrets(coloured, known)
    withoutSecrets(plain, known)
    assert.equal(coloured?.message, plain?.message)
    assert.match(coloured?.message ?? '', /^a word\n.*my \[secret\].*your \[secret\]/s)
    assert.equal(stripVTControlCharacters(coloured?.stack ?? ''), coloured?.stack)
    assert.ok(!shown(coloured).includes('open-sesame'))
  })

  it('keeps everything that is not a secret', () => {
    const error = thrownBy(() => assert.deepEqual({ a: 1 }, { a: 2 })) as assert.AssertionError
    withoutSecrets(error, known)
    assert.deepEqual(error.actual, { a: 1 })
  })

  it('does not loop on circular causes', () => {
    const error = new Error('open-sesame')
    error.cause = error
    assert.equal((withoutSecrets(error, known) as Error).message, hidden)
  })

  it('is what a wrapped step throws, synchronously or not; results pass through', async () => {
    const throwing = hidingSecrets(() => {
      throw new Error('Bearer open-sesame')
    })
    const later = hidingSecrets(async () => throwing())
    assert.throws(throwing, { message: `Bearer ${hidden}` })
    await assert.rejects(Promise.resolve(later()), ({ message, stack }: Error) => {
      assert.equal(message, `Bearer ${hidden}`)
      return !stack?.includes('hide-secrets.ts')
    })
    const added = hidingSecrets(function (this: unknown, a, b) {
      return [this, a, b]
    })
    assert.deepEqual(added.call('world', 1, 2), ['world', 1, 2])
  })
})
