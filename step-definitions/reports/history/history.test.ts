import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RuleResult } from '../document/model.ts'
import type { Status } from '../status.ts'
import { changesSince } from './changes.ts'
import { emptyHistory, type History, seriesIn, withRun } from './history.ts'

const key = { target: 'http://localhost:8080', profile: 'core' }

function promise(anchor: string, status: Status, tookMs = 100): RuleResult {
  const attempt = {
    ...{ name: anchor, status, reason: undefined, tookMs, steps: [], failures: [] },
    ...{ evidence: undefined, attached: [] },
  }
  const named = { name: anchor, anchor, prose: '', tags: [], line: 1 }
  const scenario = { ...named, keyword: '', steps: [], attempts: [attempt], tables: [], status }
  return { ...named, status, background: [], scenarios: [scenario] } as RuleResult
}

const day = (nth: number) => new Date(Date.UTC(2026, 10, 1) + nth * 86_400_000)

/** The history after runs on consecutive days. */
const after = (...runs: RuleResult[][]): History =>
  runs.reduce(
    (history, promises, nth) =>
      withRun(history, key, { endedAt: day(nth), tookMs: 1000, promises }),
    emptyHistory,
  )

describe('The history', () => {
  it('has the results and durations of each promise, and the runs', () => {
    const [series] = after(
      [promise('a', 'passed', 10), promise('b', 'failed')],
      [promise('a', 'failed', 20)],
    ).series
    assert.deepEqual(series?.promises.a, [
      { at: day(0).toISOString(), isKept: true, tookMs: 10 },
      { at: day(1).toISOString(), isKept: false, tookMs: 20 },
    ])
    assert.deepEqual(
      series?.runs.map(({ kept, broken }) => ({ kept, broken })),
      [
        { kept: 1, broken: 1 },
        { kept: 0, broken: 1 },
      ],
    )
  })

  it('keeps the last results of a promise that a run does not judge', () => {
    const others: Status[] = ['skipped', 'not run']
    const all = [promise('a', 'failed'), promise('b', 'passed')]
    const runs = others.map((status) => [promise('a', status), promise('b', 'passed')])
    const { promises } = seriesIn(after(all, ...runs, [promise('b', 'passed')]), key)
    assert.equal(promises.a?.length, 1)
    assert.equal(promises.b?.length, 4)
  })

  it('has no run that judged nothing', () => {
    const history = after([promise('a', 'passed')], [promise('a', 'not run')])
    assert.equal(seriesIn(history, key).runs.length, 1)
  })

  it('keeps runs of another target or profile apart', () => {
    const once = after([promise('a', 'passed')])
    const run = { endedAt: day(1), tookMs: 1, promises: [promise('a', 'failed')] }
    for (const other of [
      { ...key, profile: 'core, contract' },
      { ...key, target: 'our own server' },
    ]) {
      const twice = withRun(once, other, run)
      assert.deepEqual(seriesIn(twice, key), seriesIn(once, key))
      assert.equal(seriesIn(twice, other).promises.a?.length, 1)
    }
  })

  it('has at most 8 series, 30 runs and 10 results of a promise', () => {
    const many = after(...Array.from({ length: 40 }, () => [promise('a', 'passed')]))
    const { runs, promises } = seriesIn(many, key)
    assert.deepEqual([runs.length, promises.a?.length], [30, 10])
    assert.equal(runs.at(-1)?.endedAt, day(39).toISOString())
    const run = { endedAt: day(0), tookMs: 1, promises: [promise('a', 'passed')] }
    const targets = Array.from({ length: 20 }, (_, nth) => ({ ...key, target: `${nth}` }))
    const { series } = targets.reduce((all, target) => withRun(all, target, run), many)
    assert.deepEqual(
      series.map(({ target }) => target),
      ['19', '18', '17', '16', '15', '14', '13', '12'],
    )
  })

  it('forgets a promise that no remembered run judged', () => {
    const others = Array.from({ length: 30 }, () => [promise('b', 'passed')])
    const { promises } = seriesIn(after([promise('renamed', 'passed')], ...others), key)
    assert.deepEqual(Object.keys(promises), ['b'])
  })

  it('has at most 1 MiB, and forgets the series of the oldest run first', () => {
    const promises = Array.from({ length: 2000 }, (_, nth) =>
      promise(`promise-${nth}-${'x'.repeat(40)}`, 'passed'),
    )
    let history = emptyHistory
    for (let nth = 0; nth < 8; nth += 1) {
      const run = { endedAt: day(nth), tookMs: 1000, promises }
      history = withRun(history, { ...key, profile: `${nth}` }, run)
    }
    const text = JSON.stringify(history)
    assert.ok(text.length <= 2 ** 20 && text.length > 2 ** 19, `${text.length} bytes`)
    const profiles = history.series.map(({ profile }) => profile)
    assert.deepEqual(profiles, ['7', '6', '5', '4', '3', '2', '1', '0'].slice(0, profiles.length))
    assert.ok(profiles.length < 8)
  })
})

describe('The changes since the last run', () => {
  it('are the promises whose result differs, and those still broken', () => {
    const history = after(
      [promise('a', 'passed'), promise('b', 'failed'), promise('c', 'failed')],
      [promise('a', 'passed'), promise('d', 'passed')],
    )
    const now = [
      promise('a', 'failed'),
      promise('b', 'passed'),
      promise('c', 'failed'),
      promise('d', 'passed'),
      promise('e', 'passed'),
      promise('f', 'not run'),
    ]
    const changes = changesSince(seriesIn(history, key), now)
    assert.deepEqual(
      changes.map(({ promise: { anchor }, change, past }) => [anchor, change, past.length]),
      [
        ['a', 'newly broken', 2],
        ['c', 'still broken', 1],
        ['b', 'kept again', 1],
        ['e', 'judged for the first time', 0],
      ],
    )
  })
})
