/**
 * Returns the rounded value if JSON.parse would change the number; otherwise undefined. A number has changed
 * if JSON.stringify writes the double as another number. Also undefined if it overflows, because every schema
 * rejects infinity.
 */
export function roundingOf(source: string): number | undefined {
  // A double holds every decimal of 15 digits (DBL_DIG).
  if (source.length <= 15 && !/e/i.test(source)) return undefined
  const double = Number(source)
  if (!Number.isFinite(double) || decimalOf(source) === decimalOf(`${double}`)) return undefined
  return double
}

/**
 * The form that all spellings of an absolute value share: the digits between the outer zeros, and an
 * exponent. A minus sign cancels out of the exponent, because `whole.length` and `first` both count it.
 */
function decimalOf(number: string): string {
  const [mantissa = '', exponent = '0'] = number.toLowerCase().split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const digits = whole + fraction
  const first = digits.search(/[1-9]/)
  if (first < 0) return '0'
  // Not with /0+$/, which takes quadratic time on a long run of zeros in the middle.
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return `${digits.slice(first, end)}e${Number(exponent) + whole.length - first}`
}
