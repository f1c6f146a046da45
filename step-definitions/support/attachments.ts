/** By this name the run finds the table among the attachments, to print it on the console. */
export const figuresTableName = 'figures'

export const transcriptName = 'requests, replies and messages'

/** Of the attachment that holds a scenario's evidence. */
export const evidenceMediaType = 'application/vnd.papertape.evidence+json'
