import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { shownBytes, shownHeaders, shownText } from './redaction.ts'
import { isSecretName } from './secret-names.ts'

const secretNames = [
  'Authorization',
  'Proxy-Authorization',
  'X-Forwarded-Authorization',
  'Cookie',
  'Cookie2',
  'Set-Cookie',
  'Set-Cookie2',
  'Sec-WebSocket-Protocol',
  'X-Api-Key',
  'X-Auth',
  'X-Auth-Token',
  'X-Amz-Security-Token',
  'X-Amz-Signature',
  'X-Amz-Credential',
  'X-Goog-Signature',
  'X-Csrf-Token',
  'X-XSRF-TOKEN',
  'X-Hub-Signature-256',
  'X-Shopify-Hmac-Sha256',
  'X-Session-Id',
  'X-Functions-Key',
  'Ocp-Apim-Subscription-Key',
  'DPoP',
  // What exchanges ask their clients for.
  'X-MBX-APIKEY',
  'CB-ACCESS-KEY',
  'CB-ACCESS-SIGN',
  'CB-ACCESS-PASSPHRASE',
  'API-Sign',
  'X-BAPI-SIGN',
  'APCA-API-KEY-ID',
  'APCA-API-SECRET-KEY',
  'listenKey',
  'access_token',
  'refresh_token',
  'id_token',
  'token',
  'token[]',
  'auth[key]',
  'api_key',
  'apikey',
  'apiKey',
  'AWSAccessKeyId',
  'key',
  'sig',
  'signature',
  'client_secret',
  'client_assertion',
  'SAMLResponse',
  'password',
  'pass_word',
  'passwd',
  'pwd',
  'PHPSESSID',
  'jsessionid',
  'jwt',
  'otp',
  'CST',
  'X-Pass',
  'X-PIN',
  'X-2FA-Code',
  'X-MFA',
  'X-Partner-Key',
  'X-Security-Code',
  'X-Amzn-Oidc-Data',
  'X-Ms-Client-Principal',
  'X-Client-Cert',
  'X-Forwarded-Client-Cert',
  'pass',
  'pw',
  'pin',
  'sk',
  'session_state',
  'refresh',
]

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

  test('is the same to the specification', async () => {
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
    ['/orders?q={"token":"abc"}&symbol=A', '/orders?q={"token":"(redacted)"}&symbol=A'],
    ['/orders?q=%7B%22token%22%3A%22abc%22%7D&symbol=A', '/orders?q=(redacted)&symbol=A'],
    ['/orders?q={%22token%22:%22abc%22}', '/orders?q={%22token%22:(redacted)'],
    ['/orders?q={"a":1}&token=abc', '/orders?q={"a":1}&token=(redacted)'],
    ['token={"v":"abc"}', 'token=(redacted)'],
    ['/"?token=abc":/', '/"?token=(redacted)":"(redacted)"'],
    ['</orders?api_key=abc>; rel="next"', '</orders?api_key=(redacted)>; rel="next"'],
  ] as const) {
    test(`${address} as ${shown}`, () => {
      assert.equal(shownText(address), shown)
      assert.equal(shownText(shown), shown)
    })
  }

  for (const address of [
    '/orders?symbol=BTC%2FUSD&clientOrderId=a&cursor=YmVmb3JlOjQy',
    '/orders/%6fne?at=5',
    'cancel; after=100; reason="no liquidity"',
    'Mozilla/5.0 (X11; rv:140.0) Gecko/20100101',
    '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
  ]) {
    test(`${address} as it is`, () => assert.equal(shownText(address), address))
  }

  test('without its secret, whatever stands around it', () => {
    const secret = 'S3CRET'
    const text = fc.string({ unit: fc.constantFrom(...'/?;=,%&ab1 :"{}[]+\\') })
    const name = fc.constantFrom('access_token', 'Api-Key', 'sig')
    fc.assert(
      fc.property(text, name, text, (before, name, after) => {
        assert.ok(!shownText(`/${before}?${name}=${secret}${after}`).includes(secret))
      }),
    )
  })

  test('in time that grows with its length alone, whatever it is made of', () => {
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
      const began = performance.now()
      shownText(unit.repeat(65_536 / unit.length))
      shownText(`{${unit.repeat(65_536 / unit.length)}`)
      const tookMs = performance.now() - began
      assert.ok(tookMs < 2500, `${unit}: ${tookMs} ms`)
    }
  })
})

test('Headers are shown without secrets in names, in URLs, or behind Bearer', () => {
  const shown = shownHeaders({
    'x-api-key': 'abc',
    'sec-websocket-protocol': 'bearer, abc',
    referer: 'https://me:pw@desk.example/trade?token=abc&symbol=A',
    origin: 'https://me:pw@desk.example',
    'x-original-uri': '/orders?api_key=abc',
    'x-upstream': 'Bearer abc',
    'x-json': '{"token":"abc"}',
    'x-scheme': 'Token abc',
    'x-basic': 'Basic bWU6cHc=',
    'x-pair': 'token: abc',
    'set-cookie': ['a=b'],
    'user-agent': 'curl/8',
    venue: 'mine',
  })
  assert.deepEqual(shown, {
    'x-api-key': '(redacted)',
    'sec-websocket-protocol': '(redacted)',
    referer: 'https://(redacted)@desk.example/trade?token=(redacted)&symbol=A',
    origin: 'https://(redacted)@desk.example',
    'x-original-uri': '/orders?api_key=(redacted)',
    'x-upstream': 'Bearer (redacted)',
    'x-json': '{"token":"(redacted)"}',
    'x-scheme': 'Token (redacted)',
    'x-basic': 'Basic (redacted)',
    'x-pair': 'token: (redacted)',
    'set-cookie': '(redacted)',
    'user-agent': 'curl/8',
    venue: 'mine',
  })
})

describe('A body is shown', () => {
  for (const [body, shown] of [
    ['{"token": "a\\"b" , "side":"BUY"}', '{"token": "(redacted)" , "side":"BUY"}'],
    ['{"apiKey":12,"side":"BUY"}', '{"apiKey":"(redacted)","side":"BUY"}'],
    ['{"pass\\u0077ord":"a"}', '{"pass\\u0077ord":"(redacted)"}'],
    ['{"secrets":{"a":[{"b":"}"}]},"c":1}', '{"secrets":"(redacted)","c":1}'],
    ['[{"op":"auth"},{"signature":"a"}]', '[{"op":"auth"},{"signature":"(redacted)"}]'],
    ['{"token":"cut sho', '{"token":"(redacted)"'],
    ['{"token":["cut", "sho', '{"token":"(redacted)"'],
    ['\ufeff{"token":"a"}', '\ufeff{"token":"(redacted)"}'],
    ['symbol=A&password=a', 'symbol=A&password=(redacted)'],
    ['{"symbol":"Bearer a","side":"BUY"}', '{"symbol":"Bearer (redacted)","side":"BUY"}'],
    ['{"symbol":"http://u:a@h","side":"BUY"}', '{"symbol":"http://(redacted)@h","side":"BUY"}'],
    ['{"symbol":"token=a","side":"BUY"}', '{"symbol":"token=(redacted)","side":"BUY"}'],
    ['{"symbol":"token: a","side":"BUY"}', '{"symbol":"token: (redacted)","side":"BUY"}'],
    ['{"symbol":"\\u0042earer a","side":"BUY"}', '{"symbol":"Bearer (redacted)","side":"BUY"}'],
    [
      String.raw`{"a":"{\"token\":\"b\"}","c":1}`,
      String.raw`{"a":"{\"token\":\"(redacted)\"}","c":1}`,
    ],
    [String.raw`{"a":"{\"token\":\"b`, String.raw`{"a":"{\"token\":\"(redacted)\""`],
    [
      '{"symbol":"A","apiKey":a b,"side":"BUY"}',
      '{"symbol":"A","apiKey":"(redacted)","side":"BUY"}',
    ],
    ['{"a":"5"","token":"b"}', '{"a":"5"","token(redacted)'],
    ['{apiKey:a,side:1}', '{apiKey:(redacted),side:1}'],
    ['// x\n{"token":"a","side":"BUY"}', '// x\n{"token":"(redacted)","side":"BUY"}'],
    ['abc {"token":"a","side":"BUY"}', 'abc {"token":"(redacted)","side":"BUY"}'],
    ['{"token":"a"} {"token":"b"}', '{"token":"(redacted)"} {"token":"(redacted)"}'],
  ] as const) {
    test(`${body} as ${shown}`, () => {
      assert.equal(shownText(body), shown)
      assert.equal(shownText(shown), shown)
    })
  }

  test('as it is where it holds no secret', () => {
    // None of these characters can spell the name of a secret.
    const stringUnit = fc.constantFrom(...'bdg19 "\\{}[]:,=&%/\n\u00e9\u20ac')
    fc.assert(
      fc.property(fc.json({ stringUnit }), (json) => {
        fc.pre(!/"key"/.test(json))
        assert.equal(shownText(json), json)
      }),
    )
    for (const body of [
      'no JSON',
      '{"a":"tokens 1"}',
      '{"a":"x\\n\\"y\\""}',
      '{"symbol" : "A", "quantity":1.50 }',
      '',
    ]) {
      assert.equal(shownText(body), body)
    }
  })

  test('in bytes, too, of which all others stay as they are', () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x80, ...Buffer.from('{"token":"é€"}'), 0xc3, 0x00])
    const shown = [0xff, 0xfe, 0x80, ...Buffer.from('{"token":"(redacted)"}'), 0xc3, 0x00]
    assert.deepEqual([...shownBytes(bytes)], shown)
    fc.assert(
      fc.property(fc.uint8Array(), (any) => {
        assert.deepEqual([...shownBytes(any)], [...any])
      }),
    )
  })
})
