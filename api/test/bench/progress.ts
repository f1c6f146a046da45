/** Tells a person who waits what is being done. */
export interface Progress {
  step(name: string): void
  end(): void
}

/** On a terminal one line that changes, elsewhere a line for each step. */
export function createProgress(output: NodeJS.WriteStream): Progress {
  const start = performance.now()
  const seconds = () => `${Math.round((performance.now() - start) / 1000)} s`.padStart(6)
  const clearLine = output.isTTY ? '\r\x1b[K' : ''
  let current = ''
  const show = () => output.write(`${clearLine}${seconds()}  measuring ${current} …`)
  const ticking = output.isTTY ? setInterval(show, 1000) : undefined

  return {
    step(name) {
      current = name
      show()
      if (!output.isTTY) output.write('\n')
    },
    end() {
      clearInterval(ticking)
      output.write(clearLine)
    },
  }
}
