import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { shownAddress, shownBytes, shownHeaders, shownText } from './redaction.ts'
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
      ['secret-names.ts', '../../step-definitions/support/evidence/secret-names.ts'].map((file) =>
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
    ['</orders?api_key=abc>; rel="next"', '</orders?api_key=(redacted)>; rel="next"'],
  ] as const) {
    test(`${address} as ${shown}`, () => {
      assert.equal(shownAddress(address), shown)
      assert.equal(shownAddress(shown), shown)
    })
  }

  for (const address of [
    '/orders?symbol=BTC%2FUSD&clientOrderId=a&cursor=YmVmb3JlOjQy',
    '/orders/%6fne?at=5',
    'cancel; after=100; reason="no liquidity"',
    'Mozilla/5.0 (X11; rv:140.0) Gecko/20100101',
    '"8e03978e-40d5-43dd-bc93-6894a57f9324"',
  ]) {
    test(`${address} as it is`, () => assert.equal(shownAddress(address), address))
  }

  test('without its secret, whatever stands around it', () => {
    const secret = 'S3CRET'
    const text = fc.string({ unit: fc.constantFrom(...'/?;=,%&ab1 ') })
    const name = fc.constantFrom('access_token', 'Api-Key', 'sig')
    fc.assert(
      fc.property(text, name, text, (before, name, after) => {
        assert.ok(!shownAddress(`/${before}?${name}=${secret}${after}`).includes(secret))
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
    ]) {
      const began = performance.now()
      shownAddress(unit.repeat(65_536 / unit.length))
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
  ] as const) {
    test(`${body} as ${shown}`, () => assert.equal(shownText(body), shown))
  }

  test('as it is where it holds no secret', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        // A name that fast-check likes to try.
        fc.pre(!/"key"/.test(json))
        assert.equal(shownText(json), json)
      }),
    )
    for (const body of ['no JSON', '{"a":"token: 1"}', '{"symbol" : "A", "quantity":1.50 }', '']) {
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
