import { randomInt } from 'node:crypto'
import { limits } from '@soroka/protocol'

/** Russian letters as people write them in Latin ones. */
const latin: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  і: 'i',
  ї: 'yi',
  є: 'ye',
  ґ: 'g',
  ў: 'u',
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  ł: 'l',
}

/** A nickname out of a name: «Аня Иванова» → anya_ivanova. Always fits the rules of nicknames. */
export function nicknameFrom(name: string): string {
  const letters = name.toLowerCase().replace(/[^a-z0-9]/gu, (letter) => latin[letter] ?? letter)
  const plain = letters
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, limits.nickname - 6)
    .replace(/_+$/, '')
  return plain.length >= 3 ? plain : plain === '' ? 'user' : `${plain}_user`
}

/** The name itself, then some with digits, from which the first free one is taken. */
export function nicknameCandidates(base: string): string[] {
  const digits = [randomInt(10, 100), randomInt(100, 1000), randomInt(1000, 10_000), randomInt(10_000, 100_000)]
  return [base, ...digits.map((number) => `${base}${number}`)]
}
