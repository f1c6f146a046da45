/**
 * Preloaded into the server that the specification starts. The IPC channel closes when the parent
 * ends, even in a crash. The server then exits at once.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// The parent sends this instead of SIGTERM, which Windows lacks.
process.on('message', (message) => {
  if (message === 'stop') process.emit('SIGTERM', 'SIGTERM')
})
// The channel alone must not keep the process running.
process.channel?.unref()
