import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConfigError, readConfig } from './config.ts'

describe('readConfig', () => {
  test('has a default for everything but the seed', () => {
    assert.deepEqual(readConfig({ SOMETHING: 'else' }), {
      host: '127.0.0.1',
      port: 8080,
      allowedHosts: undefined,
      control: { host: '127.0.0.1', port: 8081, token: undefined, allowedHosts: [] },
      keepsJournal: false,
      maxConnections: 10_000,
      maxUnreadBytes: 1_048_576,
      corsOrigins: [],
      addresses: {},
      latency: { minMs: 100, maxMs: 1000 },
      executionDelay: { minMs: 1500, maxMs: 3000 },
      outcomeHeaders: false,
      store: undefined,
      nodeHost: undefined,
      seed: undefined,
      logLevel: 'info',
    })
  })

  test('accepts ranges, constants and 0, and ignores empty values', () => {
    const config = readConfig({ LATENCY_MS: '0', EXECUTION_DELAY_MS: '5-7', PORT: '', SEED: 'x' })

    assert.deepEqual(config.latency, { minMs: 0, maxMs: 0 })
    assert.deepEqual(config.executionDelay, { minMs: 5, maxMs: 7 })
    assert.equal(config.port, 8080)
    assert.equal(config.seed, 'x')
  })

  test('accepts memory, a file or NATS servers as the store', () => {
    assert.equal(readConfig({ STORE: 'memory' }).store, undefined)
    assert.equal(readConfig({ STORE: './papertape.db' }).store, './papertape.db')
    for (const url of ['nats://a', 'nats://user:secret@a:4222,b:4222', 'nats://[::1]:4222/']) {
      assert.equal(readConfig({ STORE: url }).store, url)
    }
    assert.equal(readConfig({ STORE: 'C:\\data\\papertape.db' }).store, 'C:\\data\\papertape.db')
  })

  for (const [bad, reason] of [
    ['nats:4222', 'or NATS servers such as nats://a:4222,b:4222'],
    ['nats://user:secret@a:x', 'or NATS servers such as nats://a:4222,b:4222'],
    ['nats://a:4222, b:4222', 'or NATS servers such as nats://a:4222,b:4222'],
    ['postgres://user:secret@host', 'or NATS servers such as nats://a:4222,b:4222'],
    ['Memory', 'or memory in lower case for no file'],
    [' memory', 'or memory in lower case for no file'],
  ]) {
    test(`refuses the store ${bad}, and does not show it`, () => {
      assert.throws(
        () => readConfig({ STORE: bad }),
        ({ message }: Error) => message.endsWith(`${reason}`) && !message.includes('\n'),
      )
    })
  }

  for (const bad of ['-5', '1.5', '10-', '7-5', '1e3', '86400001', 'fast']) {
    test(`refuses a delay of ${bad}`, () => {
      assert.throws(() => readConfig({ LATENCY_MS: bad }), {
        constructor: ConfigError,
        message: `LATENCY_MS must be milliseconds such as 250 or a range such as 100-1000, at most a day, but is "${bad}"`,
      })
    })
  }

  test('refuses an invalid port', () => {
    for (const bad of ['65536', '-1', '80a', '99999999']) {
      assert.throws(() => readConfig({ PORT: bad }), /PORT must be a whole number from 0 to 65535/)
    }
  })

  test('accepts one origin, several, or all', () => {
    const origins = (list: string) => readConfig({ CORS_ORIGINS: list }).corsOrigins

    assert.deepEqual(origins('http://localhost:3000'), ['http://localhost:3000'])
    assert.deepEqual(origins('http://a.test , https://[::1]:8443'), [
      'http://a.test',
      'https://[::1]:8443',
    ])
    assert.deepEqual(origins('*'), ['*'])
  })

  test('accepts the base URLs that browsers see, without a slash at their end', () => {
    const { addresses } = readConfig({
      PUBLIC_URL: 'https://venue.test/',
      PUBLIC_CONTROL_URL: 'http://localhost:9081',
    })
    assert.deepEqual(addresses, {
      trading: 'https://venue.test',
      control: 'http://localhost:9081',
    })
    for (const PUBLIC_URL of ['venue.test', 'ws://venue.test', 'https://venue.test/?a=1']) {
      assert.throws(() => readConfig({ PUBLIC_URL }), /PUBLIC_URL must be a URL such as/)
    }
  })

  test('can disable the control API, move it, or protect it with a token', () => {
    assert.equal(readConfig({ CONTROL: 'off', CONTROL_HOST: '0.0.0.0' }).control, undefined)
    const elsewhere = { CONTROL_HOST: '0.0.0.0', CONTROL_PORT: '9' }
    assert.deepEqual(readConfig({ ...elsewhere, CONTROL_TOKEN: 'secret' }).control, {
      host: '0.0.0.0',
      port: 9,
      token: 'secret',
      allowedHosts: ['*'],
    })
    assert.equal(readConfig({ ...elsewhere, CONTROL_TOKEN: 'none' }).control?.token, undefined)
    for (const host of ['::1', '::ffff:127.0.0.1', '::ffff:7f00:1']) {
      assert.equal(readConfig({ CONTROL_HOST: host }).control?.host, host)
    }
  })

  test('reads the host names allowed for the control API', () => {
    const hosts = (list: string, more = {}) =>
      readConfig({ CONTROL_ALLOWED_HOSTS: list, ...more }).control?.allowedHosts

    assert.deepEqual(hosts('papertape.test, [::2], localhost'), [
      'papertape.test',
      '[::2]',
      'localhost',
    ])
    assert.deepEqual(hosts('*'), ['*'])
    const published = { CONTROL_HOST: '0.0.0.0', CONTROL_TOKEN: 'none' }
    assert.deepEqual(readConfig(published).control?.allowedHosts, ['*'])
    assert.deepEqual(hosts('localhost', published), ['localhost'])
    assert.deepEqual(readConfig({ CONTROL_TOKEN: 'secret' }).control?.allowedHosts, ['*'])
    for (const bad of ['http://a.test', 'a.test:8081', 'a.test,', '*,a.test', '*.a.test']) {
      assert.throws(() => hosts(bad), /CONTROL_ALLOWED_HOSTS must be \* or host names/, bad)
    }
  })

  test('prefers an argument to the environment', () => {
    const config = readConfig({ PORT: '1', SEED: 'x' }, ['--port', '2', '--journal=on'])

    assert.deepEqual([config.port, config.seed, config.keepsJournal], [2, 'x', true])
  })

  test('reports all errors at once, with names as typed', () => {
    const environment = { LATENCY_MS: 'fast', PORT: 'x', CONTROL_HOST: '0.0.0.0' }
    assert.throws(
      () => readConfig(environment, ['--port', 'eighty', '--control', 'yes', '--sed', '4', 'now']),
      {
        constructor: ConfigError,
        message: [
          'Unknown option --sed. Did you mean --seed?',
          'Unexpected argument "now"',
          '--port must be a whole number from 0 to 65535, but is "eighty"',
          'LATENCY_MS must be milliseconds such as 250 or a range such as 100-1000, at most a day, but is "fast"',
          '--control must be on or off, but is "yes"',
          'CONTROL_TOKEN must be set when CONTROL_HOST is "0.0.0.0": otherwise anyone on the network could control the platform. Set it to a secret, to none for no token, or set CONTROL=off.',
        ].join('\n'),
      },
    )
  })

  test('requires a token, or none, for a control API beyond this machine', () => {
    for (const host of ['0.0.0.0', '192.168.1.7', '127.evil.example', '::']) {
      assert.throws(
        () => readConfig({ CONTROL_HOST: host }),
        /CONTROL_TOKEN must be set when CONTROL_HOST is/,
        host,
      )
    }
  })

  test('refuses a token that no header can carry, without showing it', () => {
    for (const token of ['my secret', 'secret ', 'geheimnisvoll…', 'x'.repeat(201)]) {
      assert.throws(
        () => readConfig({ CONTROL_TOKEN: token }),
        (error: Error) =>
          error.message ===
          'CONTROL_TOKEN must be 1 to 200 visible ASCII characters without spaces',
        token,
      )
    }
  })

  test('reads whether placements may decide outcomes', () => {
    assert.equal(readConfig({ OUTCOME_HEADERS: 'on' }).outcomeHeaders, true)
    assert.equal(readConfig({ OUTCOME_HEADERS: 'off' }).outcomeHeaders, false)
    assert.throws(() => readConfig({ OUTCOME_HEADERS: 'yes' }), /OUTCOME_HEADERS must be on or off/)
  })

  for (const bad of [
    'localhost:3000',
    'http://a.test/',
    'http://a.test:80',
    'HTTP://A.test',
    'http://a.test,*',
    'http://a.test,,http://b.test',
    'http://*.test/x',
    'null',
    'ftp://a.test',
  ]) {
    test(`refuses ${bad} as an origin, as no browser sends it`, () => {
      assert.throws(() => readConfig({ CORS_ORIGINS: bad }), {
        constructor: ConfigError,
        message: `CORS_ORIGINS must be * or origins such as http://localhost:3000, separated by commas, but is "${bad}"`,
      })
    })
  }

  test('refuses an invalid number of connections', () => {
    assert.equal(readConfig({ MAX_CONNECTIONS: '1' }).maxConnections, 1)
    for (const bad of ['0', '-1', '1.5', '1e3', '1000001', 'many']) {
      assert.throws(
        () => readConfig({ MAX_CONNECTIONS: bad }),
        /MAX_CONNECTIONS must be a whole number from 1 to 1000000/,
      )
    }
  })

  test('refuses a limit of unread bytes that is too small or too large', () => {
    assert.equal(readConfig({ MAX_UNREAD_BYTES: '65536' }).maxUnreadBytes, 65_536)
    for (const bad of ['65535', '1073741825', '1 MiB', '99999999999']) {
      assert.throws(
        () => readConfig({ MAX_UNREAD_BYTES: bad }),
        /MAX_UNREAD_BYTES must be a whole number from 65536 to 1073741824/,
      )
    }
  })

  test('says how npm passes arguments on only if a script of npm runs, not npx', () => {
    const refusal = (npm_lifecycle_event: string) => () =>
      readConfig({ npm_lifecycle_event }, ['9000'])
    assert.throws(refusal('start'), /^Error: Unexpected argument "9000": with npm, put -- before/)
    assert.throws(refusal('npx'), { message: 'Unexpected argument "9000"' })
  })
})
