const { isTTY, columns } = process.stdout

/** Whether a progress bar can be drawn: cucumber's dies without a word where no width is known. */
export const hasRoomForBar = Boolean(isTTY && columns)
