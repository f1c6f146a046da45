import { customAlphabet, customRandom } from 'nanoid'

/**
 * Digits and lower-case letters without `i`, `l`, `o` and `u` (Crockford's base 32): nothing looks like
 * something else, a double click selects an id whole, and no shell takes a leading `-` for an option.
 */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** How many bytes an id is read from: one for each of its characters. */
export const idBytes = 16

/**
 * Reads an id from 16 bytes: each byte, from the last to the first, gives the character of the alphabet
 * at the byte modulo 32. 80 bits: no two of a billion ids are the same.
 */
export const idFrom = (bytes: Uint8Array): string => customRandom(alphabet, idBytes, () => bytes)()

const logIdLength = 26

/**
 * Makes the id of a new log: 26 characters of the same alphabet (130 bits) from the system's random
 * source. It follows from no seed, so that no two logs share an id, whichever process creates them.
 */
export const createLogId: () => string = customAlphabet(alphabet, logIdLength)
