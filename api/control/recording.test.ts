import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { bodyIn, issuesIn, ticket } from '../test/support/app.ts'
import { openControl } from '../test/support/control.ts'
import { Recording } from './recording-contract.ts'

describe('The recording of a venue', () => {
  test('has the steps that changed the venue in order, and no reads', async () => {
    const { open, ask, post, send, get, app } = openControl()
    await open({ name: 'mine', seed: '42', clock: { mode: 'held' }, latencyMs: 0 })
    const here = { venue: 'mine' }
    await post('/venues/mine/outcomes', { outcome: { does: 'hold' }, times: 1 })
    await post('/venues/mine/outcomes', { outcome: { does: 'explode' } })
    await send(JSON.stringify(ticket), { ...here, cookie: 'secret' })
    await get('/log', here)
    await get('/orders', here)
    await app.request('/orders', { method: 'PROPFIND', headers: here })
    await ask('GET', '/venues/mine/clock')
    await post('/venues/mine/clock/advance', { byMs: 5 })

    const recording = await bodyIn<Recording>(ask('GET', '/venues/mine/recording'))

    const since = '2026-01-01T00:00:00.000Z'
    const until = '2026-01-01T00:00:00.005Z'
    assert.deepEqual(
      recording.steps.map((step) => [
        step.at,
        step.by,
        step.by === 'clock' ? '' : `${step.method} ${step.target}`,
        step.by === 'client' ? step.status : '',
      ]),
      [
        [since, 'control', 'POST /outcomes', ''],
        [since, 'client', 'POST /orders', 201],
        [since, 'client', 'GET /orders', 200],
        [until, 'clock', '', ''],
      ],
    )
    assert.deepEqual(
      [recording.since, recording.until, recording.isComplete, recording.digests.position],
      [since, until, true, 1],
    )
    assert.ok(!JSON.stringify(recording).includes('secret'))
    assert.deepEqual(Recording.parse(recording), recording)
  })

  test('has requests in any spelling of their target, verbatim', async () => {
    const { open, ask, post, send } = openControl()
    await open({ name: 'mine', clock: { mode: 'held' }, latencyMs: 0 })
    const targets = ['/%6frders', '/x/../orders?dryRun=%74rue']
    for (const target of targets) await send(JSON.stringify(ticket), { venue: 'mine' }, target)
    await post('/venues/mine/%6futcomes', { outcome: { does: 'hold' } })
    await post('/venues/mine/clock/%61dvance', { byMs: 5 })

    const recording = await bodyIn<Recording>(ask('GET', '/venues/mine/recording'))

    assert.deepEqual(
      recording.steps.map((step) => (step.by === 'clock' ? step.by : step.target)),
      ['/%6frders', '/orders?dryRun=%74rue', '/outcomes', 'clock'],
    )
    assert.deepEqual(Recording.parse(recording), recording)
  })

  test('has the exact bytes of bodies, and no secrets', async () => {
    const { open, ask, send } = openControl()
    await open({ name: 'mine', clock: { mode: 'held' }, latencyMs: 0 })
    const marked = `\ufeff${JSON.stringify(ticket)}`
    await send(marked, { venue: 'mine', 'x-api-key': 'hush-1' })
    await send('{"password":"hush-2"}', { venue: 'mine' }, '/orders?token=hush-3')

    const recording = await bodyIn<Recording>(ask('GET', '/venues/mine/recording'))

    const [first, second] = recording.steps
    assert.ok(first?.by === 'client' && second?.by === 'client')
    const body = Buffer.from(marked).toString('base64')
    assert.deepEqual([first.bodyEncoding, first.body], ['base64', body])
    assert.deepEqual(
      [second.bodyEncoding, second.body, second.target],
      [undefined, '{"password":"(redacted)"}', '/orders?token=(redacted)'],
    )
    assert.ok(!JSON.stringify(recording).includes('hush'))
    assert.deepEqual(Recording.parse(recording), recording)
    const broken = { ...first, body: '?' }
    const { error } = Recording.safeParse({ ...recording, steps: [broken] })
    assert.deepEqual(
      error?.issues.map(({ path, message }) => [path.join('/'), message]),
      [['steps/0/body', 'must be base64, as bodyEncoding says']],
    )
  })

  test('is incomplete once the journal was cleared', async () => {
    const { open, ask } = openControl()
    await open({ name: 'mine' })
    await ask('DELETE', '/venues/mine/journal')

    const { isComplete } = await bodyIn<Recording>(ask('GET', '/venues/mine/recording'))
    assert.equal(isComplete, false)
  })

  test('is refused without a journal', async () => {
    const { ask } = openControl()
    assert.deepEqual(await issuesIn(ask('GET', '/venues/main/recording')), ['NO_JOURNAL'])
  })
})
