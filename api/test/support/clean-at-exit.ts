const all = new Set<() => void>()
let isWatching = false

/** Calls a function when this process ends, by a signal too, unless the returned function is called. */
export function cleanAtExit(clean: () => void): () => void {
  if (!isWatching) watch()
  all.add(clean)
  return () => all.delete(clean)
}

function watch(): void {
  isWatching = true
  const cleanAll = () => {
    for (const clean of all) clean()
    all.clear()
  }
  process.on('exit', cleanAll)
  // A second signal must not end the process before everything is clean.
  const end = (signal: NodeJS.Signals) => {
    cleanAll()
    process.off(signal, end)
    process.kill(process.pid, signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
}
