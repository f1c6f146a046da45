/**
 * Loaded into the server that the specification starts. The channel to the parent breaks when the
 * parent is gone, however it went. Then there is nobody left to serve, nor to be told goodbye.
 */
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// The channel alone must not keep the server from ending by itself.
process.channel?.unref()
