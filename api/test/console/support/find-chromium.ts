import { existsSync } from 'node:fs'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** The program of a Chromium on this machine: what `CHROMIUM` names, or one at a usual place. */
export const findChromium = (): string | undefined =>
  [process.env.CHROMIUM, ...usual].find((path) => path !== undefined && existsSync(path))
