import { readFileSync } from 'node:fs'
import { Html, html } from './html.ts'

/** The content of a file in this folder: HTML, or text for a script or style tag. */
export const beside = (name: string) =>
  new Html(readFileSync(new URL(name, import.meta.url), 'utf8'))

/** In the order of the cascade. */
const styles = [
  'book',
  'summary',
  'causes',
  'history',
  'tools',
  'features',
  'evidence',
  'failure',
  'contents',
  'responsive',
]

/** A self-contained HTML page, which loads no other file. */
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
