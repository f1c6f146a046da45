/** By this name the run finds the table among the attachments, to print it on the console. */
export const figuresTableName = 'figures'

export const transcriptName = 'requests, replies and messages'
