import { promiseWords, signs } from './marks.ts'
import { type Report, verdictOf } from './report.ts'

/** The index of all promises as Markdown, each with a link into the document. */
export function promisesAsMarkdown(report: Report): string {
  const { run, chapters } = report
  const lines = chapters.flatMap(({ title, told }, index) => [
    '',
    `## ${index + 1}. ${title}`,
    ...told.flatMap(({ slug, name, rules }) => [
      '',
      `### [${name}](specification.html#${slug})`,
      '',
      ...rules
        .filter((rule) => rule.name !== '')
        .map(
          ({ status, name, anchor }) =>
            `- ${signs[status]} ${promiseWords[status]}: [${name}](specification.html#${anchor})`,
        ),
    ]),
  ])
  const held = `Held against ${run.target} on ${run.endedAt.toISOString()}. ${verdictOf(report)}`
  return ['# Promises', '', held, ...lines, ''].join('\n')
}
