/**
 * The names of headers, query parameters and JSON members whose values are secrets. The patterns match a
 * name in lower case with spaces between its words. The journal of papertape and the reports of the
 * specification each have a copy of this file, because neither may import the other. A test keeps them equal.
 */
const secretNames = new RegExp(
  [
    '^(?:set )?cookies? ?2?$',
    '^sec websocket protocol$',
    '^(?:dpop|refresh)$',
    String.raw`(?<!\b(?:idempotency|web ?socket) )\bkey$`,
    '(?:assertion|authorization|authentication)$',
    String.raw`\b(?:o?auth2?|bearer|session|sign|sso)$`,
    'sess(?:ion)? ?(?:id|state)',
    'token|secret|signature|credential|pass ?(?:w|phrase|code|key)|csrf|xsrf|saml|auth ?header|client ?(?:assertion|cert|principal)|(?:auth|authori[sz]ation|device|factor|security|verification) ?code|code ?verifier|mnemonic|(?:backup|recovery|seed) ?phrase',
    String.raw`\b(?:cst|cv[cv]2?|[2m]fa|hmac|jwt|oidc|otp|pass|pin|pw|pwd|sid|sig|sk|totp)\b`,
    '(?:access|account|api|app|auth|encryption|functions|listen|master|private|session|shared|signing|subscription) ?key',
  ].join('|'),
)

/** Whether the value under this name is a secret. */
export function isSecretName(name: string): boolean {
  const separated = name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
  // Also tests the unsplit name, for spellings such as `ToKeN`.
  if (secretNames.test(inWords(separated))) return true
  return separated !== name && secretNames.test(inWords(name))
}

const inWords = (name: string) =>
  name
    .replaceAll(/[^a-z\d]+/gi, ' ')
    .trim()
    .toLowerCase()
