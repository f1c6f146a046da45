import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyCharacter } from '../testing/any-character.ts'
import { hidden, Secrets } from './secrets.ts'

const nothingKnown = new Secrets({})

describe('Without any known secret', () => {
  const texts: [text: string, shown: string][] = [
    ['Authorization: Bearer abc.def-1', `Authorization: ${hidden}`],
    ["{ authorization: 'Bearer abc.def' }", `{ authorization: '${hidden}' }`],
    ['refused to Bearer abc.def here', `refused to Bearer ${hidden} here`],
    ['refused to Basic user:1|HUSH, here', `refused to Basic ${hidden}, here`],
    ['refused to Bearer "abc.def"', `refused to Bearer "${hidden}"`],
    [String.raw`"refused to Bearer \"abc.def\""`, String.raw`"refused to Bearer \"${hidden}\""`],
    ['Set-Cookie: sid=abc; Path=/\nEtag: 1', `Set-Cookie: ${hidden}\nEtag: 1`],
    ['GET /ws?symbol=A&access_token=abc&x=1', `GET /ws?symbol=A&access_token=${hidden}&x=1`],
    ['/ws?apiKey=abc', `/ws?apiKey=${hidden}`],
    ['/ws?access_key=abc&symbol=A', `/ws?access_key=${hidden}&symbol=A`],
    ['/ws?sig=a,b#c', `/ws?sig=${hidden}#c`],
    ['/ws?ToKeN=abc', `/ws?ToKeN=${hidden}`],
    ['/ws?%74oken=abc&x=1', `/ws?%74oken=${hidden}&x=1`],
    ['/ws?access%5Ftoken=abc', `/ws?access%5Ftoken=${hidden}`],
    ['Cookie2: a=b', `Cookie2: ${hidden}`],
    ['CB-ACCESS-SIGN: abc', `CB-ACCESS-SIGN: ${hidden}`],
    ['Sec-WebSocket-Protocol: bearer, abc', `Sec-WebSocket-Protocol: ${hidden}`],
    ['password=a&side=BUY', `password=${hidden}&side=BUY`],
    ['X-Api-Key: abc def\nEtag: 1', `X-Api-Key: ${hidden}\nEtag: 1`],
    ['X-Session-Id: abc', `X-Session-Id: ${hidden}`],
    ['Authorization: Digest username="alice", nonce="1"', `Authorization: ${hidden}`],
    [
      String.raw`{"clientSecret": "a\"b", "side": "BUY"}`,
      `{"clientSecret": "${hidden}", "side": "BUY"}`,
    ],
    ['{"accessToken":12345678901}', `{"accessToken":"${hidden}"}`],
    ['{"password":["x", "]"],"side":"BUY"}', `{"password":"${hidden}","side":"BUY"}`],
    ['{"secrets":{"a":[{"b":"}"}]},"c":1}', `{"secrets":"${hidden}","c":1}`],
    ['{"pwd":"a","private_key":"b"}', `{"pwd":"${hidden}","private_key":"${hidden}"}`],
    ["{ accessToken: 12, pwd: [ 'x' ] }", `{ accessToken: ${hidden}, pwd: ${hidden} }`],
    [
      String.raw`{"body":"{\"pwd\":\"a\\\"b\",\"side\":\"BUY\"}"}`,
      String.raw`{"body":"{\"pwd\":\"${hidden}\",\"side\":\"BUY\"}"}`,
    ],
    ['{"token":"cut sho', `{"token":"${hidden}`],
    ['{"password":["cut", "sho', `{"password":"${hidden}"`],
    ['http://alice:pw@localhost:80/x', `http://${hidden}@localhost:80/x`],
  ]
  for (const [text, shown] of texts) {
    it(`${text} becomes ${shown}`, () => {
      assert.equal(nothingKnown.hiddenIn(text), shown)
      assert.equal(nothingKnown.hiddenIn(shown), shown)
    })
  }

  const harmless = [
    'POST /orders {"symbol":"EURUSD","clientOrderId":"a-1"} → 201 after 5 ms',
    'idempotency-key: 5b3a, last-event-id: 4@log-1, cursor=abc, log-id: abc',
    '{"token":null,"secret":true}, design: x, keyboard=1, considered: 2, tokens::all, token === x',
    'alice@example.com opens ws://localhost:8080/ws?from=3',
  ]
  for (const text of harmless) {
    it(`nothing of "${text}" is hidden`, () => assert.equal(nothingKnown.hiddenIn(text), text))
  }
})

describe('A known secret', () => {
  it('is hidden in every place and encoding', () => {
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

  it('may be in a URL', () => {
    const known = new Secrets({ BASE_URL: 'http://alice:p%40ssword@localhost:8080' })
    assert.equal(known.hiddenIn('is p@ssword or p%40ssword'), `is ${hidden} or ${hidden}`)
  })

  it('may be in a malformed URL', () => {
    const known = new Secrets({
      BASE_URL: 'http://a%:secret%@localhost',
      CONTROL_URL: 'http://%:b@x',
    })
    assert.equal(known.hiddenIn('is secret%'), `is ${hidden}`)
  })

  it('is hidden completely even if another secret is a prefix of it', () => {
    const known = new Secrets({ CONTROL_TOKEN: 'open-1' })
    known.hiddenInHeaders([['x-access-key', 'open-1-sesame']])
    assert.equal(known.hiddenIn('open-1-sesame, open-1'), `${hidden}, ${hidden}`)
  })

  const secretFields = [
    'X-Session-Id',
    'X-Access-Key',
    'X-Amz-Security-Token',
    'x-apikey',
    'Ocp-Apim-Subscription-Key',
    'X-Auth',
    'Proxy-Authorization',
  ]
  for (const name of secretFields) {
    it(`is learned from a header field named ${name}`, () => {
      assert.deepEqual(nothingKnown.hiddenInHeaders([[name, '4711']]), [[name, hidden]])
    })
  }

  const harmlessFields = [
    'idempotency-key',
    'sec-websocket-key',
    'last-event-id',
    'design',
    'log-id',
  ]
  for (const name of harmlessFields) {
    it(`is not learned from a header field named ${name}`, () => {
      assert.deepEqual(nothingKnown.hiddenInHeaders([[name, '4711']]), [[name, '4711']])
    })
  }

  for (const word of ['orders', 'EURUSD', 'Executed', 'clientOrderId', '1000000']) {
    it(`is hidden only in its own place if it is a plain word such as ${word}`, () => {
      const known = new Secrets({})
      assert.deepEqual(known.hiddenInHeaders([['x-token', word]]), [['x-token', hidden]])
      assert.equal(known.hiddenIn(`GET /${word}/1`), `GET /${word}/1`)
      assert.equal(known.hiddenIn(`/?token=${word}`), `/?token=${hidden}`)
    })
  }

  it('is hidden from the moment that a header field contained it', () => {
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

  it('is not searched for if it is so short that words contain it', () => {
    assert.equal(new Secrets({ CONTROL_TOKEN: 'none' }).hiddenIn('there is none'), 'there is none')
  })
})
