import type { CountryCode } from 'libphonenumber-js/min'

/** The region of this browser's language; «+» in front of a number needs none. */
function here(): CountryCode | undefined {
  return new Intl.Locale(navigator.language).maximize().region as CountryCode | undefined
}

/** A number as people write it, as E.164; null when it is none that a network could reach. The library comes when asked. */
export async function readPhone(text: string): Promise<string | null> {
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/min')
  const number = parsePhoneNumberFromString(text, { ...(here() ? { defaultCountry: here() } : {}), extract: false })
  return number?.isPossible() === true ? number.number : null
}
