import { readFileSync } from 'node:fs'
import { Html, html } from './html.ts'

/** A file beside this one, which is HTML or goes into a tag as it is. */
export const beside = (name: string) =>
  new Html(readFileSync(new URL(name, import.meta.url), 'utf8'))

/** Later ones may refine earlier ones. */
const styles = ['book', 'summary', 'tools', 'features', 'evidence', 'failure', 'contents', 'rooms']

/** A page in one file that asks for nothing else. */
export const pageOf = (title: string, content: Html, script?: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${styles.map((name) => beside(`./styles/${name}.css`))}</style>
</head>
<body>
${content}
${script && html`<script>${script}</script>`}
</body>
</html>
`.text
