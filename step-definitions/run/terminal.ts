const { isTTY, columns } = process.stdout

/**
 * Whether a progress bar can be drawn: a dumb terminal has no cursor to move, and cucumber's bar dies
 * without a word where no width is known.
 */
export const hasRoomForBar = Boolean(isTTY && columns && process.env.TERM !== 'dumb')
