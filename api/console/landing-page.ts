import { html } from 'hono/html'

/** The landing page of the trading API. `consoleUrl` is undefined if the control API is off. */
export const landingPage = (
  tradingUrl: string,
  consoleUrl: string | undefined,
) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>papertape</title>
<link rel="icon" href="favicon.ico" type="image/svg+xml">
<link rel="stylesheet" href="pages.css">
</head>
<body>
<main class="text-page">
<h1><img src="favicon.ico" alt="" width="32" height="32"> papertape</h1>
<p>A simulated trading venue for testing trading clients. This is its trading API: orders over REST, changes over WebSocket.</p>
<ul>
${consoleUrl === undefined ? consoleIsOff : consoleLinks(consoleUrl)}
<li><a href="ui">Swagger UI</a><span>Try the trading API.</span></li>
<li><a href="openapi.json">OpenAPI</a><span>The description of the REST API.</span></li>
<li><a href="asyncapi.json">AsyncAPI</a><span>The description of the stream.</span></li>
<li><a href="problems">Problems</a><span>Every way in which a request can fail, and what to do.</span></li>
</ul>
<h2>Place an order</h2>
<pre tabindex="0"><code>curl -i ${tradingUrl}/orders -H 'Content-Type: application/json' \\
  -d '{"symbol":"EURUSD","side":"BUY","quantity":1000}'</code></pre>
</main>
</body>
</html>
`

const consoleLinks = (
  url: string,
) => html`<li><a href="${url}/">Console</a><span>Watch the venue live, and play the exchange.</span></li>
<li><a href="${url}/ui">Control API</a><span>Hold time, decide outcomes, inject faults.</span></li>`

const consoleIsOff = html`<li><span>Console</span><span>It is off: the platform was started with <code>CONTROL=off</code>.</span></li>`
