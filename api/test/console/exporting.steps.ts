import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { Given, Then, When } from '@cucumber/cucumber'
import { replayExported, runExportedScript, runExportedTest } from '../support/exported.ts'
import type { Desk } from './support/world.ts'

/** The file that Bob saved last. */
let saved = ''

Given('he has opened {string}', function (this: Desk, title: string) {
  return this.page.getByRole('navigation', { name: 'Panels' }).getByText(title).click()
})

When('he exports the run {string}', async function (this: Desk, title: string) {
  await this.button(title).click()
  const link = this.page.getByRole('link', { name: 'Save' })
  const [download] = await Promise.all([this.page.waitForEvent('download'), link.click()])
  saved = await readFile(await download.path(), 'utf8')
})

Then('the exported test passes', async () => {
  assert.match(await runExportedTest(saved), /pass 1/)
})

Then('it fails if it expects another status', async () => {
  await assert.rejects(runExportedTest(saved.replace(', 409)', ', 204)')))
})

Then('the recording can be replayed', async () => {
  assert.match(await replayExported(saved), /digest {3}same/)
})

Then('the script gives a new venue the same log', async function (this: Desk) {
  await runExportedScript(saved, this.simulator, 'again')
  const { digest } = await this.simulator.venue('again').readLogDigest()
  assert.equal(digest, (await this.simulator.readLogDigest()).digest)
})

Then('he reads that the journal lacks the start of the venue', function (this: Desk) {
  return this.page.getByText('The journal lacks the start of the venue').waitFor()
})

const load = ({ page }: Desk, text: string) =>
  page.getByLabel('The recording').setInputFiles({
    name: 'recording.json',
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  })

When('he loads what he has saved', function (this: Desk) {
  return load(this, saved)
})

When('he loads a file with the text {string}', function (this: Desk, text: string) {
  return load(this, text)
})

Then('he reads {string}', function (this: Desk, text: string) {
  return this.page.getByText(text).waitFor()
})
