/**
 * Loaded into the server that the specification starts. The channel to the parent breaks when the
 * parent is gone, however it went. Then there is nobody left to serve, nor to be told goodbye.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// The parent sends this in place of SIGTERM, which Windows does not have.
process.on('message', (message) => {
  if (message === 'stop') process.emit('SIGTERM', 'SIGTERM')
})
// The channel alone must not keep the server from ending by itself.
process.channel?.unref()
