import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { describe, it } from 'node:test'

const documents = ['*', '.github/**/*', '.scripts/**/*', '{api,client,docker,engine,features}/**/*']
  .concat('step-definitions/**/*')
  .flatMap((place) => globSync(`${place}.md`))
  .map((path) => ({
    path,
    folder: dirname(path.replaceAll('\\', '/')),
    text: readFileSync(path, 'utf8'),
  }))

const matches = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, ...groups]) => groups as [string, string])

/**
 * A file that a document names: from its own folder, the folder above, or the project. A bare name can
 * be of any file below the document's folder.
 */
const found = (folder: string, file: string) =>
  [folder, dirname(folder), '.'].map((from) => join(from, file)).find((path) => existsSync(path)) ??
  (file.includes('/') ? undefined : globSync(`${folder}/**/${file}`)[0])

/** The names of files, with or without a folder, such as `http/reply.ts`. */
const fileNames = /`(?!process\.env)([\w./-]*\w\.(?:ts|feature|yml|env))`/g
/** A file and names that it declares or uses, such as `http/reply.ts` `reply`. */
const fileAndName = /`([\w./-]+\.ts)`(?:,)? \(?`(\w+)`\)?/g

describe('A document', () => {
  for (const { path, folder, text } of documents) {
    it(`names only files that exist: ${path}`, () => {
      const links = matches(text, /\]\((?!https?:|#)([^)#]+)/g).map(([link]) => link)
      assert.deepEqual(
        links.filter((link) => !existsSync(join(folder, link))),
        [],
      )
      const names = matches(text, fileNames).map(([name]) => name)
      assert.deepEqual(
        names.filter((name) => !found(folder, name)),
        [],
      )
    })

    it(`names only functions that are in the file beside them: ${path}`, () => {
      const stale = matches(text, fileAndName).filter(([file, name]) => {
        const source = found(folder, file)
        return !source || !new RegExp(`\\b${name}\\b`).test(readFileSync(source, 'utf8'))
      })
      assert.deepEqual(stale, [])
    })
  }
})
