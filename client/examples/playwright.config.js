import { defineConfig } from '@playwright/test'

/** A browser of the system. Without it, Playwright starts its own (npx playwright install chromium). */
const { CHROMIUM } = process.env
const launchOptions = CHROMIUM ? { executablePath: CHROMIUM, args: ['--no-sandbox'] } : {}

// biome-ignore lint/style/noDefaultExport: Playwright reads the default export.
export default defineConfig({ testMatch: '*.spec.js', reporter: 'line', use: { launchOptions } })
