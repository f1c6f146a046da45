/**
 * Throws on import if Node is too old. It imports nothing, so it runs before modules that an old Node
 * cannot link.
 */
const required = '22.12'

const { node } = process.versions
const [major = 0, minor = 0] = node.split('.').map(Number)
const [leastMajor = 0, leastMinor = 0] = required.split('.').map(Number)

if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  const error = new Error(`papertape needs Node ${required} or newer, and this is Node ${node}.`)
  // A stack trace into this file does not help the user.
  error.stack = `Error: ${error.message}`
  throw error
}
