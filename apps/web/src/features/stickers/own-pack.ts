import { ownPack } from './pack-name.ts'

export interface OwnSticker {
  name: string
  /** What others show who don't know the name. */
  emoji: string
  /** What people type to find it, in both languages. */
  words: string
}

/** A name never changes its meaning: messages name stickers by it (E68). */
const list: [name: string, emoji: string, words: string][] = [
  ['hello', '👋', 'привет здравствуй здравствуйте приветствую hello hi hey welcome'],
  ['thanks', '🙏', 'спасибо благодарю спс thanks thank you thx'],
  ['love', '😍', 'люблю любовь обожаю нравится love adore like'],
  ['laugh', '😂', 'смех смешно ха-ха хаха ржу laugh lol haha funny'],
  ['ok', '👌', 'да ок хорошо согласен договорились ok yes fine deal agree'],
  ['no', '🙅', 'нет не надо против отказ no nope never'],
  ['hug', '🤗', 'обнимаю объятия обнимашки hug hugs'],
  ['wow', '😮', 'ого удивление вот это да шок wow surprised omg'],
  ['think', '🤔', 'думаю хм размышляю вопрос think hmm question'],
  ['party', '🥳', 'праздник ура вечеринка поздравляю party hooray congratulations'],
  ['cake', '🎂', 'день рождения торт поздравляю birthday cake'],
  ['coffee', '☕', 'кофе чай перерыв доброе утро coffee tea break good morning'],
  ['work', '💻', 'работа работаю занят ноутбук дела work busy laptop'],
  ['going', '🏃', 'в пути бегу еду иду опаздываю скоро on the way coming running late'],
  ['news', '📨', 'новости письмо весть почта news letter mail'],
  ['secret', '🤫', 'секрет тайна тихо никому не рассказывай secret quiet hush'],
  ['cool', '😎', 'круто класс крутой cool awesome great'],
  ['sorry', '🥺', 'прости извини извините пожалуйста sorry please'],
  ['cry', '😭', 'плачу слёзы грустно печаль cry sad tears'],
  ['angry', '😡', 'злюсь злой сержусь angry mad'],
  ['bored', '😒', 'скучно ну-ну серьёзно bored seriously meh'],
  ['sleep', '😴', 'сплю сон устал спать sleep tired'],
  ['night', '🌙', 'спокойной ночи сладких снов ночь good night sweet dreams'],
  ['bye', '🕊️', 'пока до свидания до встречи bye goodbye see you'],
]

export const ownStickers: OwnSticker[] = list.map(([name, emoji, words]) => ({ name, emoji, words }))

const drawings = import.meta.glob<string>('./art/*.svg', { eager: true, query: '?url', import: 'default' })

/** Its picture; undefined for a name that only a newer client knows. */
export function artOf(pack: string, name: string): string | undefined {
  const known = pack === ownPack && ownStickers.some((one) => one.name === name)
  return known ? drawings[`./art/${name}.svg`] : undefined
}

export const ownKey = (name: string) => `${ownPack}/${name}`
