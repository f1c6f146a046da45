import { html, raw } from 'hono/html'
import { moduleExtension, styleSheets } from './page-files.ts'

const links = raw(
  styleSheets.map((path) => `<link rel="stylesheet" href="console/${path}">`).join('\n'),
)

/** The page of the console. Its URLs are relative, so that a proxy may serve it below a path. */
export const consolePage = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>papertape console</title>
<link rel="icon" href="favicon.ico" type="image/svg+xml">
${links}
<script type="module" src="console/page/main${moduleExtension}"></script>
</head>
<body>
<noscript>The console needs JavaScript. The <a href="ui">control API</a> does without.</noscript>
</body>
</html>
`
