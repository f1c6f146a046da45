/**
 * How secrets are named: header fields, query parameters, members of JSON. The patterns match a name
 * in lower case with a space between its words. papertape's journal and the specification's reports
 * each have a copy of this file, because neither may import the other; a test keeps them the same.
 */
const secretNames = new RegExp(
  [
    '^(?:set )?cookie ?2?$',
    '^sec websocket protocol$',
    '^(?:dpop|refresh)$',
    String.raw`(?<!\b(?:idempotency|web ?socket) )\bkey$`,
    'authorization$',
    String.raw`\b(?:auth|bearer|session|sign|sso)$`,
    'sess(?:ion)? ?(?:id|state)',
    'token|secret|signature|credential|pass ?(?:w|phrase|code)|csrf|xsrf|saml|client ?(?:assertion|cert|principal)|security ?code',
    String.raw`\b(?:cst|[2m]fa|hmac|jwt|oidc|otp|pass|pin|pw|pwd|sid|sig|sk|totp)\b`,
    '(?:access|account|api|app|auth|encryption|functions|listen|master|private|session|shared|signing|subscription) ?key',
  ].join('|'),
)

/** Whether the value under this name is a secret. */
export function isSecretName(name: string): boolean {
  const separated = name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
  // Also in lower case as it stands: mixed case such as `ToKeN` separates no words.
  return [separated, name].some((text) => secretNames.test(inWords(text)))
}

const inWords = (name: string) =>
  name
    .replaceAll(/[^a-z\d]+/gi, ' ')
    .trim()
    .toLowerCase()
