/**
 * Throws when it is loaded on a Node that is too old. It imports nothing, so that it runs before
 * anything that such a Node could not even link.
 */
const required = '22.12'

const { node } = process.versions
const [major = 0, minor = 0] = node.split('.').map(Number)
const [leastMajor = 0, leastMinor = 0] = required.split('.').map(Number)

if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  const error = new Error(`papertape needs Node ${required} or newer, and this is Node ${node}.`)
  // Where this line stands helps nobody.
  error.stack = `Error: ${error.message}`
  throw error
}
