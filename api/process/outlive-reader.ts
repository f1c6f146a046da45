/**
 * Lets a command finish when the reader of its output closes the pipe, as in `| head`, without
 * changing its files or exit code. Any other write error ends the process with 1.
 */
export function outliveReader(): void {
  process.stderr.on('error', () => {})
  process.stdout.on('error', ({ code = '', message }: NodeJS.ErrnoException) => {
    // Windows reports EOF.
    if (['EPIPE', 'EOF'].includes(code)) return
    process.stderr.write(`Cannot write the output: ${message}\n`)
    process.exit(1)
  })
}
