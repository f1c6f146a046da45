/** Some features that belong together, in the order in which to read them. */
export interface Chapter {
  readonly title: string
  /** What it is about. */
  readonly about: string
  /** The names of the files, without what they end with. */
  readonly features: readonly string[]
}

/** What features/README.md says of how to read the features. */
export interface ReadingOrder {
  readonly chapters: readonly Chapter[]
  /** What the words mean. */
  readonly words: string
}

/** Reads it from the text of features/README.md. */
export function readingOrderIn(markdown: string): ReadingOrder {
  return {
    chapters: itemsOf(sectionOf(markdown, 'In which order to read')).map(chapterIn),
    words: sectionOf(markdown, 'Words'),
  }
}

const link = /\[[^\]]*\]\(([^)]+)\.feature\)/g

function chapterIn(item: string): Chapter {
  const features = [...item.matchAll(link)].map(([, name = '']) => name)
  const [, title = ''] = /^\*\*(.+?)\*\*/.exec(item) ?? []
  const [about = ''] = item.split('.feature)').slice(-1)
  return { title, about: about.replace(/^[:,\s]+/, ''), features }
}

/** The lines between a heading and the next, with no blank ones around them. */
function sectionOf(markdown: string, heading: string): string {
  const sections = markdown.split(/^## /m)
  const section = sections.find((text) => text.startsWith(`${heading}\n`)) ?? ''
  return section.slice(heading.length).trim()
}

/** The items of a numbered list, a line each. */
const itemsOf = (section: string): string[] =>
  section
    .split(/^\d+\. /m)
    .map((item) => item.replaceAll(/\s+/g, ' ').trim())
    .filter((item) => item !== '')
