import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { ProblemCode } from '../contract/orders.ts'
import { problemKinds } from '../contract/problem-kinds.ts'
import { pageOf } from './problems.ts'

// Object.keys is typed as string[].
const codes = Object.keys(problemKinds) as ProblemCode[]

/** Marks up the text between backticks as code. */
const withCode = (text: string) =>
  text.split('`').map((part, nth) => (nth % 2 === 1 ? html`<code>${part}</code>` : part))

type Content = HtmlEscapedString | Promise<HtmlEscapedString>

/** `up` leads from the page to the root. */
const document = (title: string, up: string, content: Content) => html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · papertape</title>
<link rel="stylesheet" href="${up}pages.css">
<main class="text-page">
${content}
</main>`

/** The HTML page that the `type` of a problem links to; undefined for an unknown name. */
export function problemPage(name: string) {
  const code = codes.find((code) => pageOf(code) === `/problems/${name}`)
  if (!code) return undefined
  const { status, title, remedy } = problemKinds[code]
  return document(
    code,
    '../',
    html`<h1>${title}</h1>
<p><code>${code}</code>, HTTP status ${status}</p>
<p>${withCode(remedy)}</p>
<p><a href="/problems">All problems</a> · <a href="/ui">API documentation</a></p>`,
  )
}

/** The HTML page that lists every problem by its HTTP status. */
export function problemIndex() {
  const byStatus = codes.toSorted(
    (one, other) => problemKinds[one].status - problemKinds[other].status,
  )
  return document(
    'Problems',
    '',
    html`<h1>Problems</h1>
<p>Every way in which a request can fail. A refusal or an error is <code>application/problem+json</code>, and its <code>code</code> is one of these.</p>
<dl>
${byStatus.map(
  (
    code,
  ) => html`<dt>${problemKinds[code].status} <a href="${pageOf(code)}"><code>${code}</code></a></dt>
<dd>${problemKinds[code].title}</dd>
`,
)}</dl>
<p><a href="/ui">API documentation</a></p>`,
  )
}
