/** Features that belong together, in reading order. */
export interface Chapter {
  readonly title: string
  readonly about: string
  /** The names of the files without their extension. */
  readonly features: readonly string[]
}

/** What features/README.md says about reading the features. */
export interface ReadingOrder {
  readonly chapters: readonly Chapter[]
  /** The glossary. */
  readonly words: string
}

/** Parses features/README.md; a missing section is empty. */
export function readingOrderIn(markdown: string): ReadingOrder {
  return {
    chapters: itemsOf(sectionOf(markdown, /reading order|order to read/i)).map(chapterIn),
    words: sectionOf(markdown, /words/i),
  }
}

const link = /\[[^\]]*\]\(([^)]+)\.feature\)/g

function chapterIn(item: string): Chapter {
  const features = [...item.matchAll(link)].map(([, name = '']) => name)
  const [, title = ''] = /^\*\*(.+?)\*\*/.exec(item) ?? []
  const [about = ''] = item.split('.feature)').slice(-1)
  return { title, about: about.replace(/^[:,\s]+/, ''), features }
}

/** The text under a heading of the second level. */
function sectionOf(markdown: string, heading: RegExp): string {
  const sections = markdown.split(/^## /m).slice(1)
  const section = sections.find((text) => heading.test(text.split('\n', 1)[0] ?? '')) ?? ''
  return section.replace(/^.*/, '').trim()
}

/** The items of a numbered list, each on one line. */
const itemsOf = (section: string): string[] =>
  section
    .split(/^\d+\. /m)
    .map((item) => item.replaceAll(/\s+/g, ' ').trim())
    .filter((item) => item !== '')
