const lookEveryMs = 250

/**
 * Does something once, when the process that started this one has gone. npm hands a signal on to the
 * shell that it runs a script with, which ends and does not hand it on: nobody but the orphan itself
 * can notice. Nothing is done where no script runner started the process, since it may outlive
 * whoever did.
 */
export function whenOrphaned(act: () => void): void {
  const { npm_lifecycle_event, NODE_RUN_SCRIPT_NAME } = process.env
  if (!npm_lifecycle_event && !NODE_RUN_SCRIPT_NAME) return
  // On Windows `ppid` never changes, and Ctrl-C reaches every process of the console.
  if (process.platform === 'win32') return
  const parent = process.ppid
  const looking = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(looking)
    act()
  }, lookEveryMs)
  looking.unref()
}
