/** The thread in which `browsable-report.ts` runs the reporter. */
import os from 'node:os'
import { workerData } from 'node:worker_threads'
import { generate } from 'multiple-cucumber-html-reporter'

// The reporter asks for the user's name; a user in a container may have none.
const { userInfo } = os
os.userInfo = (() => {
  try {
    return userInfo()
  } catch {
    return { username: `${process.getuid?.()}` }
  }
}) as typeof userInfo

await generate(workerData)
