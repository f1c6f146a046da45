import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { readingOrderIn } from './reading-order.ts'

describe('The reading order', () => {
  it('is parsed from a README', () => {
    const markdown = [
      '# features',
      '## Reading order',
      '1. **One thing**: [a](a.feature),',
      '   [b-c](b-c.feature): why, and',
      '   how (in short)',
      '2. **Another**: [d](d.feature)',
      '',
      '## Words',
      '',
      'A word.',
      '',
      '## More',
    ].join('\n')
    assert.deepEqual(readingOrderIn(markdown), {
      chapters: [
        { title: 'One thing', about: 'why, and how (in short)', features: ['a', 'b-c'] },
        { title: 'Another', about: '', features: ['d'] },
      ],
      words: 'A word.',
    })
  })

  it('is empty without its section', () => {
    assert.deepEqual(readingOrderIn('# features'), { chapters: [], words: '' })
  })

  it('has a place for each feature, and a title for each chapter', () => {
    const { chapters, words } = readingOrderIn(readFileSync('features/README.md', 'utf8'))
    const files = readdirSync('features').filter((name) => name.endsWith('.feature'))
    assert.deepEqual(
      chapters.flatMap(({ features }) => features.map((name) => `${name}.feature`)).toSorted(),
      files.toSorted(),
    )
    assert.deepEqual(
      chapters.filter(({ title, about }) => title === '' || about === ''),
      [],
    )
    assert.notEqual(words, '')
  })
})
