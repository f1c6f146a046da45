const checkEveryMs = 250

/**
 * Calls `onOrphaned` once, when the parent process has ended. npm forwards signals to the shell that
 * runs a script, and the shell ends without forwarding them, so the process polls its parent.
 * Does nothing unless a script runner started the process: others may outlive their parent.
 */
export function whenOrphaned(onOrphaned: () => void): void {
  const { npm_lifecycle_event, NODE_RUN_SCRIPT_NAME } = process.env
  if (!npm_lifecycle_event && !NODE_RUN_SCRIPT_NAME) return
  // On Windows `ppid` never changes, and Ctrl-C reaches every process of the console.
  if (process.platform === 'win32') return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onOrphaned()
  }, checkEveryMs)
  timer.unref()
}
