import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'

/** Words that readers stumbled over, as regular expressions, and what to write instead. */
const retired: Readonly<Record<string, string>> = {
  'befall|befell': 'affect, inject, happen to',
  '\\bmend(s|ed|ing)?\\b': 'fix',
  farewell: 'close reason',
  '\\bwhoever\\b': 'the actor: the client, the caller, anyone who',
  '\\bhearing': 'receiving; connection record, subscription',
  '\\blet(s|ting)?( \\w+)? go\\b': 'release, drop, cancel',
  '\\b(held|holds?) against\\b': 'checked against',
  '\\bof one mind\\b': 'agree',
  '\\b(tell|tells|telling|told)( \\w+)? apart\\b': 'distinguish',
  '\\bhear(s|d)?\\b': 'receive, see, is notified of',
  '\\bwish(es|ed)?\\b': 'want, request',
  '\\bfates?\\b': 'outcome, delivery plan',
  '\\bnot to be told\\b': 'undecided',
  '\\blook-ups?\\b': 'lookup',
  '\\bcall(s|ed)? off\\b': 'cancel',
  '\\bput aside\\b': 'enqueue, defer',
  '\\bunder way\\b|\\bunderWay': 'in flight, in progress',
  '\\bas can be\\b': 'as possible',
  '\\bthe task\\b': 'the core',
  '\\b(have|has|having) an endpoint act\\b': 'run a command',
}

/** A phrase may continue on the next line of a comment or a paragraph. */
const space = '\\s+(?:[*/#]+\\s+)?'
const patterns = Object.entries(retired).map(([words, instead]) => ({
  words: new RegExp(words.replaceAll(' ', space), 'gi'),
  instead,
}))

const folders = '{.ci,.github,.scripts,api,client,docker,engine,features,step-definitions}/**/*'
const exempt = [basename(import.meta.filename), 'package-lock.json', 'LICENSE']
const files = globSync(['*', folders], { withFileTypes: true })
  .filter((entry) => entry.isFile() && !exempt.includes(entry.name))
  .map(({ parentPath, name }) => join(parentPath, name))

test('No text has a retired word', () => {
  const found = files.flatMap((path) => {
    const text = readFileSync(path, 'utf8')
    const lineOf = (index: number) => text.slice(0, index).split('\n').length
    return patterns.flatMap(({ words, instead }) =>
      [...text.matchAll(words)].map(
        ({ 0: word, index }) => `${path}:${lineOf(index)} "${word}": write ${instead}`,
      ),
    )
  })
  assert.equal(found.length, 0, found.join('\n'))
})
