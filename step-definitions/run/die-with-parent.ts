/**
 * Loaded into the server that the specification starts. The channel to the parent breaks when the
 * parent is gone, however it went, and then there is nobody left to serve.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// The channel alone must not keep the server from ending by itself.
process.channel?.unref()
