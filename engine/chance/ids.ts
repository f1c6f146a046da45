import { customAlphabet, customRandom } from 'nanoid'

/**
 * Digits and lower-case letters without `i`, `l`, `o` and `u` (Crockford's base 32). No two characters look
 * alike, a double click selects a whole id, and no id starts with `-`, which shells take for an option.
 */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** The bytes in an id: one per character. */
export const idBytes = 16

/**
 * Creates an id from 16 bytes. Each byte, from the last to the first, gives the character of the alphabet
 * at the byte modulo 32. The 80 bits make a collision among a billion ids unlikely.
 */
export const idFrom = (bytes: Uint8Array): string => customRandom(alphabet, idBytes, () => bytes)()

const logIdLength = 26

/**
 * Creates the id of a new log: 26 characters of the same alphabet (130 bits) from the system's random
 * source. No seed determines it, so no two logs share an id, even across processes.
 */
export const createLogId: () => string = customAlphabet(alphabet, logIdLength)
