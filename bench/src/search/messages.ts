/** A message of the made-up history. */
export interface Message {
  chat: string
  seq: number
  at: number
  sender: string
  text: string
}

const RUSSIAN =
  'встреча договор машина ребенок красивый работать завтра вечером магазин купить молоко деньги проект отчет письмо телефон дорога погода хороший новый большой думать знать понимать приехать позвонить написать ответить смотреть кино музыка книга школа учитель друг семья праздник отпуск билет поезд самолет гостиница'.split(
    ' ',
  )
const ENGLISH =
  'meeting contract report budget deadline review release server deploy weekend dinner ticket travel project update question answer holiday family music movie weather morning evening message picture document schedule customer service'.split(
    ' ',
  )
const ENDINGS_RU = ['', 'а', 'у', 'ой', 'ы', 'ами', 'ов', 'ам', 'ие', 'ого', 'ал', 'али', 'ет', 'ут', 'ешь']
const ENDINGS_EN = ['', 's', 'ed', 'ing', 'er', 'ly', 'ness']
const SYLLABLES_RU = 'ба ве го ду жи зо ка ле мо ну по ре со ту фи хо че ши ра ко ст пре вод гор лин мар'.split(' ')
const SYLLABLES_EN = 'ba con de fer gra hol in jus ken lo mar net or pre qua re sta tion ul ver win'.split(' ')

/** Numbers that are the same each time. */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Words as a language has them: few that come all the time, many that hardly ever come (Zipf). */
export function vocabulary(language: 'ru' | 'en', size: number, next: () => number): string[] {
  const [common, syllables, endings] =
    language === 'ru' ? [RUSSIAN, SYLLABLES_RU, ENDINGS_RU] : [ENGLISH, SYLLABLES_EN, ENDINGS_EN]
  const words = new Set(common)
  const pick = (list: readonly string[]) => list[Math.floor(next() * list.length)] ?? ''
  while (words.size < size) {
    const root = Array.from({ length: 2 + Math.floor(next() * 2) }, () => pick(syllables)).join('')
    // Most roots come in several forms.
    for (let forms = 1 + Math.floor(next() * 4); forms > 0; forms--) words.add(root + pick(endings))
  }
  return [...words]
}

/** A history of several chats: two thirds Russian, one third English, a link now and then. */
export function writeMessages(count: number, chats = 40, seed = 7): Message[] {
  const next = random(seed)
  const languages = [vocabulary('ru', 45_000, next), vocabulary('ru', 45_000, next), vocabulary('en', 25_000, next)]
  const seqs = new Map<string, number>()
  return Array.from({ length: count }, (_, i) => {
    const words = languages[Math.floor(next() * 3)] ?? []
    const length = 1 + Math.floor(-Math.log(1 - next()) * 9)
    const parts = Array.from(
      { length: Math.min(length, 120) },
      () => words[Math.floor(words.length ** next()) - 1] ?? '',
    )
    if (next() < 0.03) parts.push(`https://example.org/${parts[0] ?? ''}`)
    const chat = `chat${Math.floor(next() * chats)}`
    const seq = (seqs.get(chat) ?? 0) + 1
    seqs.set(chat, seq)
    return {
      chat,
      seq,
      at: 1_700_000_000_000 + i * 60_000,
      sender: `user${Math.floor(next() * 60)}`,
      text: parts.join(' '),
    }
  })
}
