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
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      cleanAll()
      process.kill(process.pid, signal)
    })
  }
}
