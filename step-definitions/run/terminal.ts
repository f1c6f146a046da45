const { isTTY, columns } = process.stdout

/**
 * Whether to draw a progress bar. A dumb terminal cannot move its cursor, and cucumber's bar fails
 * silently on a terminal of unknown width.
 */
export const hasRoomForBar = Boolean(isTTY && columns && process.env.TERM !== 'dumb')
