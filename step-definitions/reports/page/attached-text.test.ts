import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Table from 'cli-table3'
import { attachedText } from './attached-text.ts'

const told = (text: string) =>
  attachedText(text)
    .map((part) => part.text)
    .join('')
    .replaceAll('\n', '')

/** As it is drawn for the performance scenario. */
function drawn(...rows: string[][]): string {
  const table = new Table({ head: ['100 orders', 'mean'], style: { head: [], border: [] } })
  table.push(...rows)
  return table.toString()
}

describe('An attached text', () => {
  it('has each table that is drawn in it as one', () => {
    const table = drawn(['delay', '2243'], ['  predicted', '2250'])
    assert.equal(
      told(`${table}\nBy <two> lines.\n${drawn()}`),
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

  it('is left as it is where it draws none', () => {
    assert.equal(told('a │ b'), '<pre>a │ b</pre>')
  })
})
