/**
 * Lets a command finish after the reader of its output has closed the pipe, as `| head` does, with
 * the same reports and exit code. Any other write error ends the process with exit code 1.
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
