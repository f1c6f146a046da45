import { quoted } from '../curl.ts'
import type { RequestStep, Run, RunStep } from './run.ts'

/** The run of a venue as a script for a POSIX shell, which sends it to a new venue with curl. */
export function curlScript({ recording, steps }: Run): string {
  const { venue, seed, latencyMs, executionDelayMs, since } = recording
  const clock = { mode: 'held', startsAt: since }
  const draft = JSON.stringify({ seed, latencyMs, executionDelayMs, clock })
  return `#!/bin/sh
# The run of the venue ${inComment(venue)} as papertape ${recording.papertape} recorded it.
${functions}
# A new venue. VENUE chooses its name.
draft=${quoted(draft)}
curl -fsS "$CONTROL/venues" -H 'Content-Type: application/json' -d '{"name":"'"$VENUE"'",'"\${draft#?}"
echo
${steps.flatMap(lineOf).join('\n')}
wait
curl -fsS "$TRADING/log?from=0&limit=1000" -H "Venue: $VENUE"
echo
`
}

const functions = `set -eu
TRADING=\${TRADING:-http://localhost:8080}
CONTROL=\${CONTROL:-http://localhost:8081}
VENUE=\${VENUE:-replay-$$}

control() {
  curl -fsS -X "$1" "$CONTROL/venues/$VENUE$2" -H 'Content-Type: application/json' \${3+-d "$3"}
  echo
}

# Sends a request of the client, and prints the reply and its status.
client() {
  method=$1
  path=$2
  shift 2
  curl -gsS -w '  %{http_code}\\n' -X "$method" "$TRADING$path" -H "Venue: $VENUE" "$@" || true
}

# Waits until this many requests have arrived.
arrived() {
  until curl -fsS "$CONTROL/venues/$VENUE/journal/count?kind=request&path=/orders*" | grep -q '"count":'"$1,"
  do sleep 0.1
  done
}
`

const inComment = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, '?')

function lineOf(step: RunStep): string[] {
  switch (step.kind) {
    case 'advance':
      return [`control POST /clock/advance ${quoted(JSON.stringify({ to: step.to }))}`]
    case 'control': {
      const body = step.body === undefined ? '' : ` ${quoted(step.body)}`
      return [`control ${step.method} ${quoted(step.target)}${body}`]
    }
    case 'request':
      return requestLines(step)
    // A shell has no WebSocket, and `wait` waits for all answers.
    case 'follow':
    case 'answer':
      return []
  }
}

function requestLines(step: RequestStep): string[] {
  const { nth, method, target, headers, body, bodyEncoding, waits } = step
  const fields = Object.entries(headers).map(
    ([name, value]) => ` -H ${quoted(`${name}: ${value}`)}`,
  )
  const data = bodyEncoding ? ' --data-binary @-' : ` --data-raw ${quoted(body ?? '')}`
  const call = `client ${quoted(method)} ${quoted(target)}${fields.join('')}${body === undefined ? '' : data}`
  const line = bodyEncoding ? `printf %s ${quoted(body ?? '')} | base64 -d | ${call}` : call
  return waits ? [`${line} &`, `arrived ${nth}`] : [line]
}
