// biome-ignore lint/correctness/noUnresolvedImports: Biome does not see the exports of its CommonJS.
import { type Browser, chromium } from 'playwright-core'
import { findChromium } from './find-chromium.ts'

/** Starts the Chromium of this machine, without a window. Rejects with an Error if there is none. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === undefined) throw new Error('There is no Chromium. Name one in CHROMIUM.')
  return await chromium.launch({
    executablePath,
    // Its own traffic, to other hosts, has no place in a test.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
