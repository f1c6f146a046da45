/**
 * Lets a command go on when the reader of its output has gone, as in `| head`: what it writes and its
 * exit code stay the same. Output that cannot be written for another reason ends it with 1.
 */
export function outliveReader(): void {
  process.stderr.on('error', () => {})
  process.stdout.on('error', ({ code = '', message }: NodeJS.ErrnoException) => {
    // EOF on Windows.
    if (['EPIPE', 'EOF'].includes(code)) return
    process.stderr.write(`The output cannot be written: ${message}\n`)
    process.exit(1)
  })
}
