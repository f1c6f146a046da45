/**
 * Loaded into the server that the specification starts. The channel to the parent closes when the
 * parent ends, even if it crashes. No client is left then, so the server ends at once.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// The parent sends this in place of SIGTERM, which Windows does not have.
process.on('message', (message) => {
  if (message === 'stop') process.emit('SIGTERM', 'SIGTERM')
})
// The channel alone must not keep the server from ending by itself.
process.channel?.unref()
