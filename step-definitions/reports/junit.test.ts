import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { countsIn } from '../../.scripts/junit.ts'
import { NotClaimed } from '../support/no-verdict.ts'
import { featureResultsIn } from './document/feature-results.ts'
import { junitOf } from './junit.ts'
import { anyCharacter } from './testing/any-character.ts'
import { attachedEvidence, type PlannedAttempt, recordOf } from './testing/messages.ts'

const junitAfter = (...attempts: PlannedAttempt[]) =>
  junitOf(featureResultsIn(recordOf(...attempts)), 1500)

const failing = (message: string): PlannedAttempt => ({
  scenario: 'example',
  results: { own: { status: 'FAILED', message } },
})

describe('The JUnit report', () => {
  it('counts each scenario once, however often it ran', () => {
    const report = junitAfter({ scenario: 'ruleless' }, failing('no'), { scenario: 'example' })
    assert.deepEqual(countsIn(report), { passed: 1, failed: 1, skipped: 0 })
    assert.equal(report.match(/<testcase/g)?.length, 2)
  })

  it('names the promise, the place and what failed', () => {
    assert.match(
      junitAfter(failing('too late')),
      /classname="Cancelling an order" name="An order can be cancelled only while it is PENDING - example" file="features\/cancelling-an-order\.feature:1" time="1\.500"><failure message="too late">she cancels it\ntoo late</,
    )
  })

  it('says why a scenario has no verdict', () => {
    const report = junitAfter({
      scenario: 'example',
      results: { own: { status: 'SKIPPED' } },
      attached: [{ mediaType: 'text/plain', body: new NotClaimed('no "control"').line }],
    })
    assert.match(report, /<skipped message="Not claimed: no &quot;control&quot;"\/>/)
  })

  it('prefers the failure in the evidence', () => {
    const failure = { step: 'she cancels it', message: '', expected: '1', got: '2' }
    const attached = [attachedEvidence({ failure })]
    const report = junitAfter({ ...failing('ignored'), attached })
    assert.match(report, /<failure message="Expected: 1">she cancels it\nExpected: 1\nGot: 2</)
  })

  it('shows what XML cannot contain', () => {
    const report = junitAfter(failing('\0 \u001b[31m \u0007 ]]> ]]> \ud800 \uffff </failure>'))
    const shown = String.raw`\u0000 \u001b[31m \u0007 ]]&gt; ]]&gt; \ud800 \uffff &lt;/failure&gt;`
    assert.ok(report.includes(`>she cancels it\n${shown}<`), report)
  })

  it('is well-formed for any reply of a server', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 20 }), (text) => {
        const report = junitAfter(failing(text))
        assert.match(report, wellFormed)
        assert.doesNotMatch(report, /&(?!(?:amp|lt|gt|quot|#10);)/)
        assert.doesNotMatch(report, notXml)
      }),
      { numRuns: 300, examples: [[']]>'], ['</script>'], ['\0'], ['\ufffe']] },
    )
  })
})

/** Elements with attributes in double quotes, and no `<` in an attribute or a text. */
const wellFormed = new RegExp(
  String.raw`^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuite#>\n(?: *<testcase#>(?:<failure#>[^<]*</failure>)?</testcase>\n)+</testsuite>\n$`.replaceAll(
    '#',
    () => String.raw`(?: \w+="[^"<]*")*`,
  ),
)

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML cannot contain them.
const notXml = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/
