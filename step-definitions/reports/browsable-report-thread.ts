/** The thread that makes the browsable report; see `reports.ts`. */
import os from 'node:os'
import { workerData } from 'node:worker_threads'
import { generate } from 'multiple-cucumber-html-reporter'

// The reporter asks for the user's name, and a container may run as a user that has none.
const { userInfo } = os
os.userInfo = (() => {
  try {
    return userInfo()
  } catch {
    return { username: `${process.getuid?.()}` }
  }
}) as typeof userInfo

await generate(workerData)
