import type { ChatView } from '@soroka/client/types'
import { allRights } from './blank.ts'

export type Language = 'ru' | 'en'
export const minute = 60_000
export const day = 24 * 60 * minute

export const names: [id: string, nickname: string, ru: string, en: string, online: boolean][] = [
  ['ira', 'irasok', 'Ира Соколова', 'Ira Sokolova', true],
  ['marina', 'marina', 'Марина Ветрова', 'Marina Vetrova', true],
  ['timur', 'timur', 'Тимур', 'Timur', true],
  ['lev', 'lev_aronov', 'Лев Аронов', 'Lev Aronov', false],
  ['mum', 'mama', 'Мама', 'Mum', true],
  ['kira', 'kira', 'Кира Лебедь', 'Kira Lebed', false],
  ['kostya', 'kostya', 'Костя Морозов', 'Kostya Morozov', true],
  ['olga', 'olga_p', 'Ольга Пахомова', 'Olga Pakhomova', false],
  ['sonya', 'sonya', 'Соня Берг', 'Sonya Berg', false],
  ['gleb', 'gleb_a', 'Глеб Аксёнов', 'Gleb Aksyonov', false],
]

export const talk: [who: number, minutesAgo: number, ru: string, en: string][] = [
  [1, 1500, 'Маршрут готов: 62 км, пять ночёвок.', 'The route is ready: 62 km, five nights.'],
  [
    1,
    1499,
    'https://nakarte.me/#m=11/50.1/87.2 вот трек, перепад высот и места стоянок',
    'https://nakarte.me/#m=11/50.1/87.2 the track, climbs and camps',
  ],
  [0, 1490, 'Красота. Билеты на 14-е беру на всех?', 'Lovely. Shall I book the 14th for all?'],
  [2, 1480, 'Бери. Это прошлогодние фото, для настроения', 'Do it. These photos are last year’s, for the mood'],
  [2, 1479, '🔥🏔️', '🔥🏔️'],
  [0, 70, 'Готово, вагон 7.\nВстречаемся под часами', 'Done, coach 7.\nMeet under the clock'],
  [0, 68, 'Палатку беру я, и горелку', 'I take the tent and the stove'],
  [
    1,
    30,
    'Тогда с меня аптечка и котелок. Кстати, прогноз обещает ночью до минус двух, так что спальники берите потеплее, и запасные носки, и шапку.',
    'Then I bring the first-aid kit and the pot. By the way, the forecast says minus two at night, so take the warm sleeping bags, spare socks and a hat.',
  ],
  [1, 29, 'И термос', 'And a flask'],
  [2, 28, 'Кто берёт карту?', 'Who brings the map?'],
]

export interface Row {
  id: string
  kind: ChatView['kind']
  ru: string
  en: string
  /** Who speaks: the people of the chat. */
  people: string[]
  rows: number
  /** Minutes since the last row. */
  ago: number
  unread?: number
  last?: [who: number, ru: string, en: string]
  change?: Partial<ChatView>
}

const never = Number.MAX_SAFE_INTEGER
export const table: Row[] = [
  {
    id: 'nest',
    kind: 'nest',
    ru: '',
    en: '',
    people: [],
    rows: 3,
    ago: 90,
    last: [0, 'Билеты_Казань.pdf', 'Tickets_Kazan.pdf'],
    change: { pinned: 0 },
  },
  {
    id: 'altai',
    kind: 'group',
    ru: 'Поход на Алтай',
    en: 'Altai hike',
    people: ['ira', 'kostya', 'marina', 'lev', 'timur'],
    rows: 30,
    ago: 1,
    unread: 3,
    change: { unreadMention: true, role: 'owner', rights: allRights, memberCount: 6 },
  },
  { id: 'chat-marina', kind: 'direct', ru: '', en: '', people: ['marina'], rows: 11, ago: 12, unread: 1 },
  {
    id: 'chat-timur',
    kind: 'direct',
    ru: '',
    en: '',
    people: ['timur'],
    rows: 10,
    ago: 33,
    last: [0, 'Ок, тогда в семь у фонтана', 'OK, seven by the fountain then'],
  },
  {
    id: 'yard',
    kind: 'group',
    ru: 'Двор 12/4',
    en: 'Yard 12/4',
    people: ['olga', 'kira', 'gleb'],
    rows: 160,
    ago: 50,
    unread: 128,
    last: [1, 'Кто потерял серого кота?', 'Who lost a grey cat?'],
    change: { mutedUntil: never, memberCount: 214 },
  },
  { id: 'chat-lev', kind: 'direct', ru: '', en: '', people: ['lev'], rows: 8, ago: 150 },
  { id: 'chat-mum', kind: 'direct', ru: '', en: '', people: ['mum'], rows: 7, ago: 190, unread: 4 },
  {
    id: 'release',
    kind: 'group',
    ru: 'Релиз 2.0',
    en: 'Release 2.0',
    people: ['kostya', 'gleb'],
    rows: 12,
    ago: 260,
    last: [0, 'Собрал, проверяйте на стенде', 'Built it, check the stand'],
    change: { role: 'admin', rights: allRights, memberCount: 9 },
  },
  {
    id: 'chat-kira',
    kind: 'direct',
    ru: '',
    en: '',
    people: ['kira'],
    rows: 6,
    ago: 1500,
    last: [0, 'Спасибо! Дошло за минуту', 'Thanks! Arrived in a minute'],
    change: { markedUnread: true },
  },
  {
    id: 'books',
    kind: 'group',
    ru: 'Книжный клуб',
    en: 'Book club',
    people: ['sonya', 'olga'],
    rows: 9,
    ago: 1600,
    last: [1, 'Следующая: «Авиатор»', 'Next: “The Aviator”'],
    change: { mutedUntil: never, memberCount: 31 },
  },
  { id: 'chat-kostya', kind: 'direct', ru: '', en: '', people: ['kostya'], rows: 5, ago: 2900 },
  { id: 'chat-olga', kind: 'direct', ru: '', en: '', people: ['olga'], rows: 5, ago: 9000, change: { archived: true } },
  {
    id: 'old',
    kind: 'group',
    ru: 'Дача, лето',
    en: 'Summer house',
    people: ['mum', 'lev'],
    rows: 14,
    ago: 90_000,
    unread: 2,
    change: { archived: true, memberCount: 4 },
  },
  {
    id: 'chat-gleb',
    kind: 'direct',
    ru: '',
    en: '',
    people: ['gleb'],
    rows: 1,
    ago: 22,
    unread: 1,
    last: [1, 'Здравствуйте, я по объявлению о палатке', 'Hello, I write about the tent'],
    change: { request: true },
  },
]
