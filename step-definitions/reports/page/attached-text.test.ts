import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Table from 'cli-table3'
import { attachedText } from './attached-text.ts'

const shown = (text: string) =>
  attachedText(text)
    .map((part) => part.text)
    .join('')
    .replaceAll('\n', '')

/** A table as the performance scenario draws it. */
function drawn(...rows: string[][]): string {
  const table = new Table({ head: ['100 orders', 'mean'], style: { head: [], border: [] } })
  table.push(...rows)
  return table.toString()
}

describe('An attached text', () => {
  it('shows each drawn table as an HTML table', () => {
    const table = drawn(['delay', '2243'], ['  predicted', '2250'])
    assert.equal(
      shown(`${table}\nBy <two> lines.\n${drawn()}`),
      '<div class="figures"><table>' +
        '<thead><tr><th scope="col">100 orders</th><th scope="col">mean</th></tr></thead>' +
        '<tbody><tr><th scope="row">delay</th><td>2243</td></tr>' +
        '<tr><th scope="row">  predicted</th><td>2250</td></tr></tbody></table></div>' +
        '<pre>By &lt;two&gt; lines.</pre>' +
        '<div class="figures"><table>' +
        '<thead><tr><th scope="col">100 orders</th><th scope="col">mean</th></tr></thead>' +
        '<tbody></tbody></table></div>',
    )
  })

  it('stays as it is without a table', () => {
    assert.equal(shown('a │ b'), '<pre>a │ b</pre>')
  })
})
