/** 0 weak (refused), 1 fair, 2 good, 3 strong. */
export type Strength = 0 | 1 | 2 | 3

const minimumLength = 8
const common =
  /password|passwort|пароль|qwerty|йцукен|asdf|zxcv|letmein|welcome|admin|iloveyou|monkey|dragon|soroka|сорока|abc|111|123|привет|любовь|футбол|spartak|спартак/giu

function alphabet(text: string): number {
  let size = 0
  if (/[a-z]/.test(text)) size += 26
  if (/[A-Z]/.test(text)) size += 26
  if (/[а-яё]/.test(text)) size += 33
  if (/[А-ЯЁ]/.test(text)) size += 33
  if (/\d/.test(text)) size += 10
  if (/[^\p{L}\d]/u.test(text)) size += 24
  return Math.max(size, 2)
}

/** Rough guess of the bits: common pieces, repeats and keyboard or alphabet runs count as one character. */
export function passwordBits(password: string): number {
  const chars = Array.from(password.replace(common, '\u0001'))
  let length = 0
  chars.forEach((char, index) => {
    const step = index === 0 ? Number.NaN : (char.codePointAt(0) ?? 0) - (chars[index - 1]?.codePointAt(0) ?? 0)
    length += Math.abs(step) <= 1 ? 0.25 : 1
  })
  return length * Math.log2(alphabet(password))
}

/** @param own words that others know of this person (name, e-mail): they add nothing. */
export function passwordStrength(password: string, own: string[] = []): Strength {
  let rest = password.toLowerCase()
  for (const word of own.flatMap((text) => text.toLowerCase().split(/[\s@._-]+/)))
    if (word.length > 2) rest = rest.replaceAll(word, '\u0001')
  if (password.length < minimumLength) return 0
  const changed = rest === password.toLowerCase() ? password : rest
  const bits = passwordBits(changed)
  if (bits < 34) return 0
  if (bits < 50) return 1
  return bits < 72 ? 2 : 3
}
