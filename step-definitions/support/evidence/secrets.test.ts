import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyCharacter } from '../testing/any-character.ts'
import { hidden, Secrets } from './secrets.ts'

const nothingKnown = new Secrets({})

describe('Without knowing any secret', () => {
  const texts: [text: string, shown: string][] = [
    ['Authorization: Bearer abc.def-1', `Authorization: ${hidden}`],
    ["{ authorization: 'Bearer abc.def' }", `{ authorization: '${hidden}' }`],
    ['refused to Bearer abc.def here', `refused to Bearer ${hidden} here`],
    ['Set-Cookie: sid=abc; Path=/\nEtag: 1', `Set-Cookie: ${hidden}\nEtag: 1`],
    ['GET /ws?symbol=A&access_token=abc&x=1', `GET /ws?symbol=A&access_token=${hidden}&x=1`],
    ['/ws?apiKey=abc', `/ws?apiKey=${hidden}`],
    [
      String.raw`{"clientSecret": "a\"b", "side": "BUY"}`,
      `{"clientSecret": ${hidden}, "side": "BUY"}`,
    ],
    ['http://alice:pw@localhost:80/x', `http://${hidden}@localhost:80/x`],
  ]
  for (const [text, shown] of texts) {
    it(`${text} becomes ${shown}`, () => assert.equal(nothingKnown.hiddenIn(text), shown))
  }

  const harmless = [
    'POST /orders {"symbol":"EURUSD","clientOrderId":"a-1"} → 201 after 5 ms',
    'idempotency-key: 5b3a, last-event-id: 4@log-1, cursor=abc, log-id: abc',
    'alice@example.com hears ws://localhost:8080/ws?from=3',
  ]
  for (const text of harmless) {
    it(`nothing of "${text}" is hidden`, () => assert.equal(nothingKnown.hiddenIn(text), text))
  }
})

describe('A known secret', () => {
  it('is hidden wherever and however it is written', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, unit: anyCharacter }),
        fc.string(),
        (secret, around) => {
          fc.pre(!around.includes(secret) && !hidden.includes(secret))
          const known = new Secrets({ CONTROL_TOKEN: secret })
          const text = [secret, JSON.stringify({ a: secret }), around].join(around)
          assert.ok(!known.hiddenIn(text).includes(secret))
        },
      ),
    )
  })

  it('may stand in an address', () => {
    const known = new Secrets({ BASE_URL: 'http://alice:p%40ssword@localhost:8080' })
    assert.equal(known.hiddenIn('is p@ssword or p%40ssword'), `is ${hidden} or ${hidden}`)
  })

  it('is one from when a header field held it', () => {
    const known = new Secrets({})
    const fields = known.hiddenInHeaders([
      ['authorization', 'Bearer for-the-venue'],
      ['set-cookie', 'sid=session-42; Path=/orders; HttpOnly'],
      ['x-auth-token', 'token-4711'],
      ['venue', 'mine'],
    ])
    assert.deepEqual(fields, [
      ['authorization', hidden],
      ['set-cookie', hidden],
      ['x-auth-token', hidden],
      ['venue', 'mine'],
    ])
    const text = 'not for for-the-venue, session-42, token-4711, only for HttpOnly /orders'
    const shown = `not for ${hidden}, ${hidden}, ${hidden}, only for HttpOnly /orders`
    assert.equal(known.hiddenIn(text), shown)
  })

  it('is not looked for in words when it is too short to be told from them', () => {
    assert.equal(new Secrets({ CONTROL_TOKEN: 'none' }).hiddenIn('there is none'), 'there is none')
  })
})
