/** A group whose talk has every kind of message: what the screens are judged by. */
import type { LineView, MessageView, QuoteView, ReactionView } from '@soroka/client/types'
import type { ChatId, MsgId, UserId } from '@soroka/protocol'
import { attachment, peaks } from './fake-files.ts'
import { plainMessage, type World } from './world.ts'

type Language = 'ru' | 'en'
const minute = 60_000

const reaction = (emoji: string, own: boolean, ...users: string[]): ReactionView => ({
  emoji,
  count: users.length,
  own,
  users: users as UserId[],
})

export function quoteOf(message: MessageView): QuoteView {
  return {
    id: message.id,
    sender: message.sender,
    text: message.text,
    ...(message.seq === undefined ? {} : { seq: message.seq }),
  }
}

const codeRu =
  '**Что взять:** ~~гитару~~ и _тёплые носки_\n1. Спальники\n2. Горелку\n\n> Ночью до минус двух\n\n```sh\ncurl -s https://nakarte.me/track.gpx -o altai.gpx\n```\nА ещё `GPX` в часы и ||сюрприз для Кости||'
const codeEn =
  '**What to bring:** ~~the guitar~~ and _warm socks_\n1. Sleeping bags\n2. The stove\n\n> Minus two at night\n\n```sh\ncurl -s https://nakarte.me/track.gpx -o altai.gpx\n```\nAlso the `GPX` for watches and ||a surprise for Kostya||'

export function richGroup(
  chat: ChatId,
  me: UserId,
  language: Language,
): { messages: MessageView[]; lines: LineView[] } {
  const now = Date.now()
  const ru = language === 'ru'
  let seq = 0
  const messages: MessageView[] = []
  const say = (sender: string, minutesAgo: number, textRu: string, textEn: string, more: Partial<MessageView> = {}) => {
    const message = {
      ...plainMessage(chat, `${chat}-${seq}`, sender as UserId, sender === me, ru ? textRu : textEn),
      seq: ++seq,
      at: now - minutesAgo * minute,
      ...more,
    }
    messages.push(message)
    return message
  }
  say(
    'ira',
    1520,
    'Список снаряжения и раскладка по дням: https://nakarte.me/list',
    'Gear list and day-by-day plan: https://nakarte.me/list',
    { pinned: true },
  )
  say('ira', 1500, 'Маршрут готов: 62 км, пять ночёвок.', 'The route is ready: 62 km, five nights.', {
    editedAt: now - 1400 * minute,
    preview: {
      url: 'https://nakarte.me/#m=11/50.1/87.2',
      site: 'nakarte.me',
      title: ru ? 'Мультинское кольцо' : 'Multa loop',
      description: ru ? 'Трек, перепад высот, места стоянок' : 'Track, climbs, camps',
    },
  })
  const tickets = say(me, 1490, 'Красота. Билеты на 14-е беру на всех?', 'Lovely. Shall I book the 14th for all?', {
    replies: { count: 3, lastAt: now - 1300 * minute },
  })
  say('kostya', 300, 'Бери. Это прошлогодние, для настроения', 'Do it. These are last year’s, for the mood', {
    replyTo: quoteOf(tickets),
    reactions: [reaction('🔥', true, 'ira', 'marina', 'lev', me), reaction('😍', false, 'timur', 'ira')],
  })
  say('kostya', 299, codeRu, codeEn)
  say('lev', 290, '@Аня Рябинина, а котелок у кого?', '@Anya Ryabina, who has the pot?', {
    mentions: [{ user: me, name: ru ? 'Аня Рябинина' : 'Anya Ryabina' }],
    callsMe: true,
  })
  say(me, 280, 'У меня. @Ира Соколова, берём второй?', 'I have. @Ira Sokolova, one more?', {
    mentions: [{ user: 'ira' as UserId, name: ru ? 'Ира Соколова' : 'Ira Sokolova' }],
    silent: true,
  })
  say('marina', 240, '', '', { deleted: 'admin' })
  say('timur', 200, 'Прогноз: днём +12, ночью −2, без осадков.', 'Forecast: +12 by day, −2 at night, dry.', {
    forward: { author: 'olga' as UserId, at: now - 500 * minute },
    expiresAt: now + 300 * minute,
  })
  say('ira', 180, 'Где стоим в первую ночь?', 'Where do we camp the first night?', {
    poll: {
      options: [
        { text: ru ? 'У Нижнего озера' : 'Lower lake', votes: 3, own: true, voters: ['ira', 'lev', me] as UserId[] },
        {
          text: ru ? 'На поляне у брода' : 'The meadow by the ford',
          votes: 1,
          own: false,
          voters: ['kostya'] as UserId[],
        },
        { text: ru ? 'Дойдём до перевала' : 'Go on to the pass', votes: 0, own: false, voters: [] },
      ],
      multiple: false,
      anonymous: false,
      closed: false,
      voters: 4,
      counted: true,
    },
  })
  say('kostya', 170, 'Во сколько выезжаем?', 'When do we leave?', {
    poll: {
      options: [
        { text: '6:00', votes: 0, own: false, voters: [] },
        { text: '8:00', votes: 0, own: false, voters: [] },
        { text: '10:00', votes: 0, own: false, voters: [] },
      ],
      multiple: true,
      anonymous: true,
      closed: false,
      closesAt: now + 600 * minute,
      voters: 3,
      counted: false,
    },
  })
  say('kostya', 160, '', '', {
    files: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id) => attachment(`altai-${id}`, {})),
    reactions: [reaction('🔥', true, 'ira', 'marina', 'lev', me), reaction('😍', false, 'timur', 'ira')],
  })
  say('marina', 150, 'Вот отсюда начинаем', 'We start here', { files: [attachment('start', {})] })
  say(me, 80, '', '', {
    files: [
      attachment('tickets', {
        shape: 'document',
        name: ru ? 'Билеты_Барнаул.pdf' : 'Tickets_Barnaul.pdf',
        size: 2_400_000,
        upload: { sent: 1_600_000, total: 2_400_000 },
      }),
    ],
  })
  say(me, 70, 'Готово, вагон 7. Встречаемся под часами', 'Done, coach 7. Meet under the clock', {
    reactions: [reaction('👍', false, 'ira', 'kostya', 'marina')],
  })
  say('ira', 40, '', '', {
    files: [attachment('voice', { shape: 'voice', name: 'voice.webm', type: 'audio/webm', duration: 24_000, peaks })],
  })
  say('ira', 30, '🔥🏔️', '🔥🏔️')
  say(
    'ira',
    29,
    'Тогда с меня аптечка и котелок, кстати прогноз обещает ночью до минус двух',
    'I bring the first-aid kit and the pot; the forecast says minus two at night',
  )
  say('kostya', 28, 'Кто берёт карту?', 'Who brings the map?')
  const line = (
    after: number,
    order: number,
    minutesAgo: number,
    by: string,
    change: LineView['change'],
  ): LineView => ({
    key: `line-${after}-${order}`,
    chat,
    after,
    order,
    at: now - minutesAgo * minute,
    by: by as UserId,
    change,
  })
  const users = ['marina', 'lev'] as UserId[]
  return {
    messages,
    lines: [
      line(0, 0, 1530, 'ira', { type: 'created' }),
      line(0, 1, 1529, 'ira', { type: 'added', users }),
      line(1, 0, 1519, 'ira', { type: 'pinned', message: `${chat}-0` as MsgId }),
      line(11, 0, 160, 'ira', { type: 'role', user: 'kostya' as UserId, role: 'admin' }),
      line(11, 1, 159, me, { type: 'timer', seconds: 86_400 }),
    ],
  }
}

/** The group of the scene gets this talk. */
export function enrich(world: World): void {
  const id = 'altai' as ChatId
  const chat = world.chats.get(id)
  if (!chat) return
  const { messages, lines } = richGroup(id, world.me.user, world.language)
  const last = messages.at(-1) as MessageView
  const pins = messages.filter(({ pinned }) => pinned)
  world.messages.set(id, messages)
  world.lines.set(id, lines)
  world.chats.set(id, {
    ...chat,
    last,
    at: last.at,
    lastSeq: messages.length,
    ownRead: messages.length - 3,
    unread: 3,
    peerDelivered: messages.length,
    peerRead: messages.length - 4,
    ...(pins[0] ? { topPin: pins.at(-1) ?? pins[0] } : {}),
    pinCount: pins.length,
  })
}
