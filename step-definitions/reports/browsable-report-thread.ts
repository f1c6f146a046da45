/** The thread in which `browsable-report.ts` runs the reporter. */
import os from 'node:os'
import { workerData } from 'node:worker_threads'
import { generate } from 'multiple-cucumber-html-reporter'

// The reporter would publish the name of the user, and fails where there is none.
os.userInfo = (() => ({})) as unknown as typeof os.userInfo

await generate(workerData)
