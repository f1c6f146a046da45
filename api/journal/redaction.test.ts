import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { cpuMsOf } from '../test/support/cpu-time.ts'
import { secretNames } from '../test/support/secret-names.ts'
import { redactBytes, redactHeaders, redactText } from './redaction.ts'
import { isSecretName } from './secret-names.ts'

const harmlessNames = [
  'Accept',
  'Host',
  'Venue',
  'Idempotency-Key',
  'If-Match',
  'Sec-WebSocket-Key',
  'Last-Event-ID',
  'Log-Id',
  'Outcome',
  'symbol',
  'orderId',
  'clientOrderId',
  'cursor',
  'design',
  'keyboard',
  'considered',
  'passive',
  'pinned',
  'refreshed',
  'code',
  'ticket',
  'idempotencyKey',
  'keys',
  'phrase',
  'AssertionError',
  'seed',
  'author',
  'WWW-Authenticate',
]

describe('The name of a secret', () => {
  for (const name of secretNames) {
    test(`is ${name}, in any case`, () => {
      for (const spelt of [name, name.toLowerCase(), name.toUpperCase(), mixed(name)]) {
        assert.ok(isSecretName(spelt), spelt)
      }
    })
  }

  for (const name of harmlessNames) {
    test(`is not ${name}`, () => assert.ok(!isSecretName(name)))
  }

  test('is the same in the reports of the specification', async () => {
    const [ours, theirs] = await Promise.all(
      ['secret-names.ts', '../../step-definitions/reports/evidence/secret-names.ts'].map((file) =>
        readFile(new URL(file, import.meta.url), 'utf8'),
      ),
    )
    assert.equal(ours, theirs)
  })
})

const mixed = (name: string) =>
  [...name].map((char, nth) => (nth % 2 ? char.toUpperCase() : char.toLowerCase())).join('')

/** How often a regular expression is run. */
function callsOfRegExp(act: () => unknown): number {
  const { exec } = RegExp.prototype
  let calls = 0
  RegExp.prototype.exec = function (text) {
    calls++
    return exec.call(this, text)
  }
  try {
    act()
    return calls
  } finally {
    RegExp.prototype.exec = exec
  }
}

describe('An address is shown', () => {
  for (const [address, shown] of [
    [
      '/orders?limit=5&access_token=abc&symbol=A',
      '/orders?limit=5&access_token=(redacted)&symbol=A',
    ],
    ['/ws?ToKeN=abc', '/ws?ToKeN=(redacted)'],
    ['/ws?%74oken=abc', '/ws?%74oken=(redacted)'],
    ['/ws?access%5Ftoken=abc', '/ws?access%5Ftoken=(redacted)'],
    ['/ws?auth%5Btoken%5D=abc', '/ws?auth%5Btoken%5D=(redacted)'],
    ['/ws?sig=abc;def/ghi?jkl', '/ws?sig=(redacted)'],
    ['/ws?symbol=A;token=abc', '/ws?symbol=A;token=(redacted)'],
    ['/orders;jsessionid=abc', '/orders;jsessionid=(redacted)'],
    ['/ws?x=1%26token%3Dabc&symbol=A', '/ws?x=(redacted)&symbol=A'],
    ['/ws?to=https%3A%2F%2Fme%3Apw%40host%2F&symbol=A', '/ws?to=(redacted)&symbol=A'],
    ['/ws?to=%2Fcb%253Ftoken%253Dabc', '/ws?to=(redacted)'],
    ['/orders/http%3A%2F%2Fme%3Apw%40host', '/orders/(redacted)'],
    ['http://me:pw@host/orders?limit=1', 'http://(redacted)@host/orders?limit=1'],
    ['HTTPS://me@pw@host/', 'HTTPS://(redacted)@host/'],
    ['https://host/#access_token=abc&state=1', 'https://host/#access_token=(redacted)&state=1'],
    ['/orders?h=Bearer+abc&symbol=A', '/orders?h=Bearer+(redacted)&symbol=A'],
    ['/orders?h=Token+abc', '/orders?h=Token+(redacted)'],
    ['/orders?api+key=abc', '/orders?api+key=(redacted)'],
    ['/orders?q=token:+abc', '/orders?q=token:(redacted)'],
    ['/orders?q=token=abc', '/orders?q=token=(redacted)'],
    ['/orders?q={"token":"abc"}&symbol=A', '/orders?q={"token":(redacted)'],
    ['/orders?q=%7B%22token%22%3A%22abc%22%7D&symbol=A', '/orders?q=(redacted)&symbol=A'],
    ['/orders?q={%22token%22:%22abc%22}', '/orders?q={%22token%22:(redacted)'],
    ['/orders?q={"a":1}&token=abc', '/orders?q={"a":1}&token=(redacted)'],
    ['token={"v":"abc"}', 'token=(redacted)'],
    ['symbol=A&token="abc&def"', 'symbol=A&token=(redacted)'],
    ['/orders?clientOrderId=a&q=Basic+abc', '/orders?clientOrderId=a&q=Basic+(redacted)'],
    ['/orders?sig=a?clientOrderId=key:1', '/orders?sig=(redacted)'],
    ['/orders?clientOrderId=Bearer+abc', '/orders?clientOrderId=Bearer+(redacted)'],
    ['/"?token=abc":/', '/"?token=(redacted)'],
    ['/orders?token%3DHUSH=1&symbol=A', '/orders?(redacted)&symbol=A'],
    ['/orders?token%253DHUSH=1', '/orders?(redacted)'],
    ['/orders?a=1&token%3AHUSH:1', '/orders?a=1&(redacted)'],
    ['/orders?h=Bearer%20HUSH;token=1', '/orders?h=(redacted)token=(redacted)'],
    ['/orders?token%20HUSH=1', '/orders?(redacted)'],
    ['/orders?Token+HUSH=1', '/orders?(redacted)'],
    ['/orders?seed+phrase=HUSH', '/orders?seed+phrase=(redacted)'],
    ['/orders?a=Basic+"HUSH&HUSH"', '/orders?a=Basic+"(redacted)"'],
    ['</orders?api_key=abc>; rel="next"', '</orders?api_key=(redacted)>; rel="next"'],
  ] as const) {
    test(`${address} as ${shown}`, () => {
      assert.equal(redactText(address), shown)
      assert.equal(redactText(shown), shown)
    })
  }

  for (const address of [
    '/orders?symbol=BTC%2FUSD&clientOrderId=a&cursor=YmVmb3JlOjQy',
    '/orders?clientOrderId=key:1&limit=5',
    '/orders?limit=5&clientOrderId=session%3a1',
    '/orders/%6fne?at=5',
    'cancel; after=100; reason="no liquidity"',
    'Mozilla/5.0 (X11; rv:140.0) Gecko/20100101',
    '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
  ]) {
    test(`${address} as it is`, () => assert.equal(redactText(address), address))
  }

  test('without its secret, whatever surrounds it', () => {
    const secret = 'S3CRET'
    const text = fc.string({ unit: fc.constantFrom(...'/?;=,%&ab1 :"{}[]+\\') })
    const name = fc.constantFrom('access_token', 'Api-Key', 'sig')
    fc.assert(
      fc.property(text, name, text, (before, name, after) => {
        assert.ok(!redactText(`/${before}?${name}=${secret}${after}`).includes(secret))
      }),
    )
  })

  test('with a few regular expressions a character, however many parts it has', () => {
    for (const unit of ['&=', '&:', 'a=&', '&%25', 'a=1&', '"a=1&"', ' a:', '&>=', '&#']) {
      const text = unit.repeat(4096)
      const calls = callsOfRegExp(() => redactText(text)) / text.length
      assert.ok(calls < 4.5, `${unit}: ${calls}`)
    }
    const calls = callsOfRegExp(() => redactText('&='.repeat(4096)))
    assert.ok(calls < 20, `signs without a name need no work each: ${calls}`)
  })

  test('in linear time, whatever its content', () => {
    for (const unit of [
      'a=',
      ';a%=',
      '%25',
      '//',
      '//a@',
      '&',
      '"',
      '=',
      '"\\',
      '{"a":',
      'Bearer ',
      'Bearer+',
      'Token+a-',
      'clientOrderId=a?',
      '%7B%22',
      '=Token ',
      'a: ',
      '{"a":"b=%41"}',
      'token"',
      '"token":',
      'token:a ',
      'token:a,',
      '"token":a,',
      '{\\"token\\":',
      '[ ',
    ]) {
      const tookMs = cpuMsOf(() => {
        redactText(unit.repeat(65_536 / unit.length))
        redactText(`{${unit.repeat(65_536 / unit.length)}`)
      })
      assert.ok(tookMs < 2500, `${unit}: ${tookMs} ms`)
    }
  })
})

test('Headers are shown without secrets in names, in URLs, or after an authentication scheme', () => {
  for (const [name, value, shown] of [
    ['x-api-key', 'abc', '(redacted)'],
    ['sec-websocket-protocol', 'bearer, abc', '(redacted)'],
    [
      'referer',
      'https://me:pw@desk.example/trade?token=abc&symbol=A',
      'https://(redacted)@desk.example/trade?token=(redacted)&symbol=A',
    ],
    ['origin', 'https://me:pw@desk.example', 'https://(redacted)@desk.example'],
    ['x-original-uri', '/orders?api_key=abc', '/orders?api_key=(redacted)'],
    ['x-upstream', 'Bearer abc', 'Bearer (redacted)'],
    ['x-json', '{"token":"abc"}', '{"token":"(redacted)"}'],
    ['x-scheme', 'Token abc', 'Token (redacted)'],
    ['x-basic', 'Basic bWU6cHc=', 'Basic (redacted)'],
    ['x-forwarded', 'proto=http; proxy Basic bWU6cHc=', 'proto=http; proxy Basic (redacted)'],
    ['x-forwarded', 'for=a, proxy Token 5e8f', 'for=a, proxy Token (redacted)'],
    ['x-pair', 'token: abc', 'token: (redacted)'],
    ['x-note', 'token = abc', 'token = (redacted)'],
    ['x-note', 'token : abc', 'token : (redacted)'],
    ['x-note', 'pin : 1234', 'pin : (redacted)'],
    ['x-note', 'a=1; token = abc', 'a=1; token = (redacted)'],
    ['x-note', 'Token api_key = abc', 'Token api_key = (redacted)'],
    ['x-note', 'Token token="abc"', 'Token token=(redacted)'],
    ['x-note', 'Token token = "abc"', 'Token token = (redacted)'],
    ['x-note', 'Bearer "HUSH"', 'Bearer "(redacted)"'],
    ['x-note', String.raw`Bearer "a\"HUSH"`, 'Bearer "(redacted)"'],
    ['x-note', 'Bearer 1|HUSH', 'Bearer (redacted)'],
    ['x-note', 'Bearer $HUSH', 'Bearer (redacted)'],
    ['x-note', 'Bearer {HUSH}, b', 'Bearer (redacted), b'],
    ['x-note', 'Bearer abc,HUSH', 'Bearer (redacted)'],
    ['x-note', 'Basic user:HUSH', 'Basic (redacted)'],
    ['x-note', 'Bearer "HUSH, HUSH"', 'Bearer "(redacted)"'],
    ['x-note', "Authorization Bearer 'HUSH'", "Authorization Bearer '(redacted)'"],
    ['x-note', `Bearer "it's HUSH", b`, 'Bearer "(redacted)", b'],
    ['x-note', 'Token "hush"', 'Token "(redacted)"'],
    ['x-note', 'Bearer HUSH="', 'Bearer (redacted)"'],
    ['x-note', 'Bearer HUSH = "a"', 'Bearer (redacted) = "a"'],
    ['x-note', 'Basic dXNlcjpSk==', 'Basic (redacted)'],
    ['x-note', 'my seed phrase: HUSH', 'my seed phrase: (redacted)'],
    ['x-note', 'a=1; seed phrase = HUSH', 'a=1; seed phrase = (redacted)'],
    ['x-note', 'token hush: 1', 'token (redacted)'],
    ['x-note', 'Bearer%20HUSH token: 1', '(redacted)token: (redacted)'],
    ['x-note', 'pass word: HUSH', 'pass (redacted)'],
    ['x-note', 'Bearer abc, Basic def', 'Bearer (redacted), Basic (redacted)'],
  ] as const) {
    assert.deepEqual(redactHeaders({ [name]: value }), { [name]: shown })
    assert.equal(redactText(shown), shown)
  }
  assert.deepEqual(redactHeaders({ 'set-cookie': ['a=b'] }), { 'set-cookie': '(redacted)' })
})

test('Headers are shown as they are where nothing in them is a secret', () => {
  for (const headers of [
    { 'user-agent': 'curl/8', venue: 'mine' },
    { host: 'auth:8080' },
    { 'idempotency-key': 'session:1' },
    { 'idempotency-key': '"token=1"' },
    { outcome: 'cancel; reason="bad sign: rejected"' },
    { 'www-authenticate': 'Bearer realm="papertape", error="invalid_token"' },
    { 'www-authenticate': 'Bearer realm = "papertape"' },
    { 'www-authenticate': 'Bearer error_description="expired", scope="a"' },
    { 'www-authenticate': 'Bearer error_uri="/docs"' },
    { 'www-authenticate': 'Basic charset="UTF-8"' },
    { 'x-note': 'Unexpected token "x", a phrase: x' },
    { 'x-note': 'the token is new, and a token expired' },
  ]) {
    assert.deepEqual(redactHeaders(headers), headers)
  }
})

test('What is shown is shown the same when it is redacted again', () => {
  const word = fc.constantFrom(
    ...[
      'token',
      'Token ',
      'Bearer ',
      'Basic ',
      'pin',
      'seed',
      'phrase',
      'realm="',
      'clientOrderId',
      'abc',
      'H1',
      '//',
      '%74oken',
    ],
    ...['%22', '%3D', '(redacted)', '"token":', '\\u0074oken', '"Bearer a"', '{"a":"sig=b"}'],
    ...'=:;&#>,@?/ \'"{}[]\\+',
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      const text = words.join('')
      for (const one of [text, JSON.stringify(text), JSON.stringify({ a: text, symbol: text })]) {
        const shown = redactText(one)
        assert.equal(redactText(shown), shown, one)
      }
    }),
    {
      numRuns: 3000,
      examples: [[['//', 'token', ':', '?&@']], [['=+Basic token', '\\u0074oken', ':']]],
    },
  )
})

describe('A body is shown', () => {
  for (const [body, shown] of [
    ['{"token": "a\\"b" , "side":"BUY"}', '{"token": "(redacted)" , "side":"BUY"}'],
    ['{"apiKey":12,"side":"BUY"}', '{"apiKey":"(redacted)","side":"BUY"}'],
    ['{"pass\\u0077ord":"a"}', '{"pass\\u0077ord":"(redacted)"}'],
    ['{"secrets":{"a":[{"b":"}"}]},"c":1}', '{"secrets":"(redacted)","c":1}'],
    ['[{"op":"auth"},{"signature":"a"}]', '[{"op":"auth"},{"signature":"(redacted)"}]'],
    ['{"token":"cut sho', '{"token":(redacted)'],
    ['{"token":["cut", "sho', '{"token":(redacted)'],
    [String.raw`{"pa\u0073sword":"cut sho`, String.raw`{"pa\u0073sword":(redacted)`],
    ['"password":"a"HUSH"', '"password":(redacted)'],
    ['{"token:"HUSH"}', '{"token:(redacted)'],
    ['{"token"="HUSH"}', '{"token"=(redacted)'],
    ["{'token':'a, HUSH'}", "{'token':(redacted)"],
    ["{'token':'a&HUSH'}", "{'token':(redacted)"],
    ['\ufeff{"token":"a"}', '\ufeff{"token":"(redacted)"}'],
    ['symbol=A&password=a', 'symbol=A&password=(redacted)'],
    ['{"symbol":"Bearer a","side":"BUY"}', '{"symbol":"Bearer (redacted)","side":"BUY"}'],
    ['{"symbol":"http://u:a@h","side":"BUY"}', '{"symbol":"http://(redacted)@h","side":"BUY"}'],
    ['{"symbol":"token=a","side":"BUY"}', '{"symbol":"token=(redacted)","side":"BUY"}'],
    ['{"clientOrderId":"token=a"}', '{"clientOrderId":"token=(redacted)"}'],
    ['{"clientOrderId":"Bearer a"}', '{"clientOrderId":"Bearer (redacted)"}'],
    ['{"note":"key:1"}', '{"note":"key:(redacted)"}'],
    ['{"symbol":"token: a","side":"BUY"}', '{"symbol":"token: (redacted)","side":"BUY"}'],
    ['{"symbol":"\\u0042earer a","side":"BUY"}', '{"symbol":"Bearer (redacted)","side":"BUY"}'],
    [
      String.raw`{"a":"{\"token\":\"b\"}","c":1}`,
      String.raw`{"a":"{\"token\":\"(redacted)\"}","c":1}`,
    ],
    [String.raw`{"a":"{\"token\":\"b`, String.raw`{"a":"{\"token\":(redacted)`],
    ['{"symbol":"A","apiKey":a b,"side":"BUY"}', '{"symbol":"A","apiKey":(redacted)'],
    ['{"a":"5"","token":"b"}', '{"a":"5"","token":(redacted)'],
    ['{apiKey:a,side:1}', '{apiKey:(redacted)'],
    ['// x\n{"token":"a","side":"BUY"}', '// x\n{"token":(redacted)'],
    [String.raw`{"token\u003dHUSH":1,}`, '{"(redacted)'],
    [String.raw`{"a":"Bearer\tHUSH",}`, String.raw`{"a":"Bearer\t(redacted)",}`],
    [String.raw`{"a":"Bearer \"HUSH\"",}`, String.raw`{"a":"Bearer \"(redacted)\"",}`],
    ['{"a":"Bearer \\"HUSH\\""}', '{"a":"Bearer \\"(redacted)\\""}'],
    ['{"seed phrase":"HUSH",}', '{"seed phrase":(redacted)'],
    ['{"token":"a"} {"token":"b"}', '{"token":(redacted)'],
  ] as const) {
    test(`${body} as ${shown}`, () => {
      assert.equal(redactText(body), shown)
      assert.equal(redactText(shown), shown)
    })
  }

  test('as it is if it has no secret', () => {
    // These characters spell no secret name but `key`.
    const stringUnit = fc.constantFrom(...'bdg19 "\\{}[]:,=&%/\n\u00e9\u20ac')
    fc.assert(
      fc.property(fc.json({ stringUnit }), (json) => {
        fc.pre(!/"key"/.test(json))
        assert.equal(redactText(json), json)
      }),
    )
    for (const body of [
      'no JSON',
      '{"a":"tokens 1"}',
      '{"a":"x\\n\\"y\\""}',
      '{"symbol" : "A", "quantity":1.50 }',
      '{"clientOrderId":"session:1","symbol":"TOKEN:1"}',
      String.raw`{"clientOrderId":"\u006bey:1"}`,
      '{"match":{"clientOrderId":"key:*"},"outcome":{"does":"cancel","reason":"bad sign: rejected"}}',
      '',
    ]) {
      assert.equal(redactText(body), body)
    }
  })

  test('as bytes, of which all others stay as they are', () => {
    for (const [before, body, after, shown] of [
      [[0xef, 0xbb, 0xbf], '{"token":"é€","a":"é"}', [], '{"token":"(redacted)","a":"é"}'],
      [[0xff, 0xfe, 0x80], '{"token":"é€"}', [0xc3, 0x00], '{"token":(redacted)'],
    ] as const) {
      const bytes = Buffer.from([...before, ...Buffer.from(body), ...after])
      assert.deepEqual([...redactBytes(bytes)], [...before, ...Buffer.from(shown)])
    }
    // Without ASCII characters, they spell no secret.
    fc.assert(
      fc.property(fc.uint8Array({ min: 0x80 }), (any) => {
        assert.deepEqual([...redactBytes(any)], [...any])
      }),
    )
  })
})
