/** By this name the run finds the tables among the attachments, to print them on the console. */
export const figuresTableName = 'figures'

/** Of the table that tells of one burst of several. */
export const burstTableName = 'figures of this burst'

export const transcriptName = 'requests, replies and messages'

/** Of the attachment that holds a scenario's evidence. */
export const evidenceMediaType = 'application/vnd.papertape.evidence+json'
