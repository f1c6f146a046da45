/**
 * Throws when it is loaded on a Node that `engines` in package.json excludes. It imports nothing, so it
 * fails before unsupported syntax or imports.
 */
const { node } = process.versions
const [major = 0, minor = 0] = node.split('.').map(Number)

const isSupported = (major === 22 && minor >= 12) || major === 24 || major >= 26

if (!isSupported) {
  const error = new Error(
    `papertape needs Node 22 (22.12 or newer), 24, or 26 and newer. This is Node ${node}.`,
  )
  // A stack trace into this file does not help the user.
  error.stack = `Error: ${error.message}`
  throw error
}
