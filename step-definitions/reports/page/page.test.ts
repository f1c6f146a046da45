import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NotClaimed, NotJudged } from '../../support/no-verdict.ts'
import { featureResultsIn } from '../document/feature-results.ts'
import { reportOf } from '../document/report.ts'
import { Secrets } from '../evidence/secrets.ts'
import { Transcript } from '../evidence/transcript.ts'
import { attachedEvidence, type PlannedAttempt, recordOf } from '../testing/messages.ts'
import { documentOf } from './document.ts'

const run = {
  target: 'http://localhost:8080',
  endedAt: new Date('2026-11-22T09:30:00Z'),
  tookMs: 1500,
  conditions: { Seed: '42' },
}
const order = {
  chapters: [{ title: 'The life of an order', about: '', features: ['cancelling-an-order'] }],
  words: 'An **order** is one.',
}
const reportOn = (...attempts: PlannedAttempt[]) =>
  reportOf(run, featureResultsIn(recordOf(...attempts)), order)
const textOf = (html: string) =>
  html
    .replace(/<style>[\s\S]*?<\/style>|<script>[\s\S]*?<\/script>/g, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')

/** The evidence of a trader who placed many orders, and a listener who received all messages. */
function muchEvidence() {
  const transcript = new Transcript(new Secrets({}))
  const text = JSON.stringify({ symbol: 'EURUSD', note: 'x'.repeat(5000) })
  const sent = { method: 'POST', url: 'http://localhost:8080/orders', headers: {}, body: text }
  const wire = { ...sent, status: 201, replyHeaders: new Headers(), text }
  const reply = { ...sent, path: '/orders', status: 201, headers: new Headers(), text, wire }
  const notes = transcript.addStream('Bob')
  notes.sent = { ...sent, method: 'GET', url: 'ws://localhost:8080/ws' }
  for (let count = 0; count < 1000; count += 1) {
    transcript.addReply('Alice', { ...reply, sentAt: count, receivedAt: count + 1 })
    for (const status of ['PENDING', 'EXECUTED']) notes.add('received', status + text, count)
  }
  return attachedEvidence(transcript.timeline({ ownOrderIds: new Set(), complaints: [] }))
}

const everything: PlannedAttempt[] = [
  { scenario: 'ruleless' },
  { scenario: 'example', attached: [muchEvidence()] },
  { scenario: 'executed', results: { own: { status: 'FAILED', message: '<no>' } } },
  {
    scenario: 'cancelled',
    results: { background: { status: 'SKIPPED' }, own: { status: 'SKIPPED' } },
    attached: [{ mediaType: 'text/plain', body: new NotClaimed('no control').line }],
  },
]

describe('The document', () => {
  const html = documentOf(reportOn(...everything))
  const text = textOf(html)

  it('shows the result and the conditions of the run', () => {
    assert.match(text, /The only promise tested was broken\./)
    assert.match(text, /4 scenarios in 1\.5 s: ✗ 1 failed ✓ 2 passed – 1 not claimed/)
    assert.match(text, /Seed 42/)
  })

  it('lists the counts before the bar that shows them', () => {
    assert.match(html, /4 scenarios in 1\.5 s[\s\S]*<div class="bar"/)
    assert.match(html, /aria-label="4 scenarios: 1 failed, 2 passed, 1 not claimed"/)
  })

  it('shows failures first, by cause', () => {
    assert.match(
      text,
      /1 failed scenario, 1 cause &lt;no&gt; breaks An order can be cancelled only/,
    )
    assert.ok(html.indexOf('id="failures"') < html.indexOf('class="introduction"'))
    assert.match(html, /href="#cancelling-an-order\.an-order-[^"]*\.2\.line-21">executed</)
  })

  it('has no list of failures if nothing failed', () => {
    assert.doesNotMatch(documentOf(reportOn({ scenario: 'example' })), /id="failures"/)
  })

  it('loads no other file, and has no broken link', () => {
    assert.doesNotMatch(html, /(?:src|href)="(?:https?:)?\/\//)
    assert.doesNotMatch(html, /@import|url\((?!#)/)
    assert.doesNotMatch(html, /href="(?!#|data:)/)
    const ids = new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id))
    const links = [...html.matchAll(/ href="#([^"]*)"/g)].map(([, id]) => id)
    assert.ok(links.length > 3)
    assert.deepEqual(
      links.filter((id) => !ids.has(id)),
      [],
    )
  })

  it('says why a scenario has no verdict', () => {
    const alone = documentOf(
      reportOn({ ...(everything[3] as PlannedAttempt), scenario: 'example' }),
    )
    assert.match(textOf(alone), /Not claimed: no control/)
  })

  it('says so for a row, beside rows that have one', () => {
    assert.match(text, /– CANCELLED Not claimed: no control/)
    assert.equal(text.match(/Not claimed: no control/g)?.length, 1)
  })

  it('collapses the evidence and shows what failed', () => {
    const folds = [...html.matchAll(/<details([^>]*)>/g)].map(([, attributes]) => attributes)
    const open = folds.filter((attributes) => attributes?.includes('open'))
    assert.equal(open.length, 2, 'the conditions and the contents')
    assert.match(html, /<div class="failure">[\s\S]*&lt;no&gt;/)
  })

  it('stays small, and says what it omits', () => {
    assert.ok(html.length < 400_000, `${html.length} characters`)
    assert.match(text, /… \d+ requests, \d+ replies, [\d,]+ messages left out/)
    assert.match(text, /… 3[\d,]* more characters omitted/)
  })

  it('explains the words as the README does', () => {
    assert.match(html, /An <strong>order<\/strong> is one\./)
  })

  it('shows every attempt, and the evidence of the first', () => {
    const attached = [attachedEvidence({})]
    const thrice = documentOf(
      reportOn(
        ...Array.from({ length: 3 }, (): PlannedAttempt => ({ scenario: 'example', attached })),
      ),
    )
    assert.match(textOf(thrice), /3 attempts, none failed/)
    assert.match(textOf(thrice), /3 attempts: ✓ ✓ ✓/)
    assert.match(textOf(thrice), /Evidence: attempt 1 of 3/)
    assert.doesNotMatch(textOf(thrice), /attempt 2 of 3/)
  })
})

describe('The history', () => {
  const anchor = 'cancelling-an-order.an-order-can-be-cancelled-only-while-it-is-pending'
  const at = '2026-11-21T09:30:00.000Z'
  const commit = '0123456789abcdef'
  const series = { target: '', profile: '', runs: [], promises: {} }
  const past = {
    ...series,
    runs: [{ endedAt: at, tookMs: 2000, kept: 1, broken: 0, commit: 'fedcba9876543210' }],
    promises: { [anchor]: [{ at, isKept: true, tookMs: 100 }] },
  }
  const report = reportOn(...everything)
  const written = (facts: object) => documentOf({ ...report, run: { ...run, ...facts } })

  it('shows what is new since the last run, and the trend', () => {
    const html = written({ past, build: { commit, ciUrl: 'https://ci.example/7' } })
    const text = textOf(html)
    assert.match(text, /Commit 0123456789ab \. The CI run/)
    assert.match(html, /<a href="https:\/\/ci\.example\/7">/)
    assert.match(text, /Since the run of 21 November 2026, 09:30 UTC \(commit fedcba987654 \):/)
    assert.match(
      text,
      /newly broken : An order can be cancelled only while it is PENDING before: ✓/,
    )
    assert.match(text, /21 November 2026, 09:30 UTC: 1 kept, 0 broken, 2\.0 s, commit fedcba987654/)
    assert.match(text, /22 November 2026, 09:30 UTC: 0 kept, 1 broken, 1\.5 s/)
  })

  it('lists the slowest scenarios', () => {
    const text = textOf(written({ past }))
    assert.match(text, /Slowest scenarios 1\.5 s .*Cancelling an order/)
  })

  it('says so if there is none', () => {
    assert.match(textOf(written({ past: series })), /The history has no earlier run against this/)
  })
})

describe('The index of promises', () => {
  const document = documentOf(reportOn(...everything))

  it('links to each rule and shows its status', () => {
    const rule = 'An order can be cancelled only while it is PENDING'
    const anchor = 'cancelling-an-order.an-order-can-be-cancelled-only-while-it-is-pending'
    const [, index = ''] = /<div id="promises">([\s\S]*?)<\/div>/.exec(document) ?? []
    assert.match(index, new RegExp(`broken.*href="#${anchor}">${rule}<`))
    assert.match(document, new RegExp(`id="${anchor}"`))
  })

  it('says where nothing or not everything was judged', () => {
    const skipped = { status: 'SKIPPED' } as const
    const unjudged = {
      results: { before: skipped, background: skipped, own: skipped },
      attached: [{ mediaType: 'text/plain', body: new NotJudged('this machine was busy').line }],
    }
    const textAbout = (...attempts: PlannedAttempt[]) => textOf(documentOf(reportOn(...attempts)))
    const nothing = textAbout({ scenario: 'example', ...unjudged })
    assert.match(nothing, /No promise was tested\. 1 could not be judged here\./)
    assert.match(nothing, /1 not judged/)
    assert.match(nothing, /\? An order can be cancelled only while it is PENDING/)
    assert.match(nothing, /Not judged: this machine was busy/)

    const some = textAbout({ scenario: 'example' }, { scenario: 'executed', ...unjudged })
    assert.match(some, /✓ An order .* PENDING \(1 of 2 scenarios not judged here\)/)
  })

  it('omits scenarios outside any rule', () => {
    assert.match(textOf(document), /Index: 1 promise, each/)
  })
})

describe('Features that no chapter names', () => {
  const features = featureResultsIn(recordOf())
  const titles = (chapters: typeof order.chapters) =>
    reportOf(run, features, { chapters, words: '' }).chapters.map(({ title }) => title)

  it('come last, or are all there is', () => {
    assert.deepEqual(titles([{ title: 'Another', about: '', features: ['gone'] }]), [
      'More features',
    ])
    assert.deepEqual(titles([]), ['All features'])
  })
})
