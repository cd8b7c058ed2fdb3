import type { PushKind } from '@soroka/protocol'

/** All that a notification says without a worker that opens what is sealed: no name and no word of anybody (S10). */
export const titles: Readonly<Record<'ru' | 'en', Readonly<Record<PushKind, string>>>> = {
  ru: {
    message: 'Новое сообщение',
    mention: 'Вас упомянули',
    reaction: 'Реакция на ваше сообщение',
    missed_call: 'Пропущенный звонок',
    ring: 'Входящий звонок',
    ring_over: 'Звонок уже не ждёт ответа',
    request: 'Вам пишет новый собеседник',
    test: 'Уведомления работают',
  },
  en: {
    message: 'New message',
    mention: 'You were mentioned',
    reaction: 'A reaction to your message',
    missed_call: 'Missed call',
    ring: 'Incoming call',
    ring_over: 'The call rings no more',
    request: 'Somebody new writes to you',
    test: 'Notifications work',
  },
}
