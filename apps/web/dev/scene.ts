import type { ChatView, MessageView, PersonView } from '@soroka/client/types'
import type { ChatId, MsgId, UserId } from '@soroka/protocol'

type Language = 'ru' | 'en'
const minute = 60_000
const day = 24 * 60 * minute

const names: [id: string, nickname: string, ru: string, en: string, online: boolean][] = [
  ['ira', 'irasok', 'Ира Соколова', 'Ira Sokolova', true],
  ['marina', 'marina', 'Марина Ветрова', 'Marina Vetrova', true],
  ['timur', 'timur', 'Тимур', 'Timur', true],
  ['lev', 'lev.aronov', 'Лев Аронов', 'Lev Aronov', false],
  ['mum', 'mama', 'Мама', 'Mum', true],
  ['kira', 'kira', 'Кира Лебедь', 'Kira Lebed', false],
  ['kostya', 'kostya', 'Костя Морозов', 'Kostya Morozov', true],
  ['olga', 'olga_p', 'Ольга Пахомова', 'Olga Pakhomova', false],
  ['sonya', 'sonya', 'Соня Берг', 'Sonya Berg', false],
]

const talk: [own: boolean, minutesAgo: number, ru: string, en: string][] = [
  [false, 1500, 'Маршрут готов: 62 км, пять ночёвок.', 'The route is ready: 62 km, five nights.'],
  [
    false,
    1499,
    'https://nakarte.me/#m=11/50.1/87.2 вот трек, перепад высот и места стоянок',
    'https://nakarte.me/#m=11/50.1/87.2 the track, climbs and camps',
  ],
  [true, 1490, 'Красота. Билеты на 14-е беру на всех?', 'Lovely. Shall I book the 14th for all?'],
  [false, 1480, 'Бери. Это прошлогодние фото, для настроения', 'Do it. These photos are last year’s, for the mood'],
  [false, 1479, '🔥🏔️', '🔥🏔️'],
  [true, 70, 'Готово, вагон 7.\nВстречаемся под часами', 'Done, coach 7.\nMeet under the clock'],
  [true, 68, 'Палатку беру я, и горелку', 'I take the tent and the stove'],
  [
    false,
    30,
    'Тогда с меня аптечка и котелок. Кстати, прогноз обещает ночью до минус двух, так что спальники берите потеплее, и запасные носки, и шапку.',
    'Then I bring the first-aid kit and the pot. By the way, the forecast says minus two at night, so take the warm sleeping bags, spare socks and a hat.',
  ],
  [false, 29, 'И термос', 'And a flask'],
  [false, 28, 'Кто берёт карту?', 'Who brings the map?'],
]

function buildMessages(chat: ChatId, peer: UserId, me: UserId, language: Language, count: number): MessageView[] {
  const now = Date.now()
  return Array.from({ length: count }, (_, index) => {
    const line = talk[(index + talk.length - (count % talk.length)) % talk.length] as (typeof talk)[number]
    const round = Math.floor((count - 1 - index) / talk.length)
    const key = `${chat}-${index}`
    return {
      key,
      chat,
      id: key as MsgId,
      seq: index + 1,
      sender: line[0] ? me : peer,
      own: line[0],
      at: now - line[1] * minute - round * 2 * day,
      text: language === 'ru' ? line[2] : line[3],
      state: 'sent' as const,
    }
  })
}

export function makeScene(scene: string, me: UserId, language: Language) {
  const people = new Map<UserId, PersonView>()
  const chats = new Map<ChatId, ChatView>()
  const messages = new Map<ChatId, MessageView[]>()
  names.forEach(([id, nickname, ru, en, online], index) => {
    const peer: PersonView = {
      id: id as UserId,
      name: language === 'ru' ? ru : en,
      nickname,
      online,
      lastSeen: Date.now() - index * 55 * minute,
    }
    people.set(peer.id, peer)
    if (scene === 'empty' || scene === 'out' || index > 7) return
    const chat = (index === 0 ? 'altai' : `chat-${id}`) as ChatId
    const list = buildMessages(chat, peer.id, me, language, scene === 'long' ? 10_000 : index === 0 ? 30 : 12 - index)
    const shifted = list.map((message) => ({ ...message, at: message.at - index * index * 110 * minute }))
    const last = shifted.at(-1) as MessageView
    const own = {
      ...last,
      own: true,
      sender: me,
      text: language === 'ru' ? 'Ок, тогда в семь у фонтана' : 'OK, seven by the fountain then',
    }
    if (index === 2 || index === 5) shifted[shifted.length - 1] = own
    if (index === 6)
      shifted.push({
        ...own,
        key: 'failed',
        id: 'failed' as MsgId,
        state: 'failed',
        failure: 'UNAVAILABLE',
        at: own.at + 1000,
      })
    messages.set(chat, shifted)
    const newest = shifted.at(-1) as MessageView
    const unread = [3, 1, 0, 0, 4, 0, 0, 128][index] ?? 0
    chats.set(chat, {
      id: chat,
      kind: 'direct',
      title: peer.name,
      peer,
      unread,
      last: newest,
      at: newest.at,
      lastSeq: list.length,
      peerDelivered: list.length,
      peerRead: index === 5 ? 0 : index === 0 ? list.length - 4 : list.length,
      ownRead: list.length - unread,
      draft:
        index === 3
          ? language === 'ru'
            ? 'Смету пришлю до вечера, точно'
            : 'I will send the estimate by tonight'
          : '',
    })
  })
  return { chats, messages, people }
}
