/** The name of tables of figures, which the run prints at its end. */
export const figuresTableName = 'figures'

/** The name of the table of a single burst among several. */
export const burstTableName = 'figures of this burst'

export const transcriptName = 'requests, replies and messages'

/** The media type of a scenario's evidence. */
export const evidenceMediaType = 'application/vnd.papertape.evidence+json'
