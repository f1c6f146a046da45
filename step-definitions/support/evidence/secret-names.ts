/** Names of secrets, word by word, as they are written in lower case. */
const secretNames = new RegExp(
  [
    '^(?:set )?cookie$',
    'authorization$',
    String.raw`\b(?:auth|bearer|session)$`,
    'sess(?:ion)? ?id',
    'token|secret|signature|credential|passw|passphrase|passcode',
    String.raw`\b(?:pwd|sig|sid|jwt|hmac|otp)\b`,
    '(?:access|account|api|auth|encryption|master|private|session|shared|signing|subscription) ?key',
  ].join('|'),
)

/** Whether what bears this name is a secret: a header field, a parameter, a key of JSON. */
export function isSecretName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[^a-z\d]+/gi, ' ')
    .trim()
    .toLowerCase()
  return secretNames.test(words)
}
