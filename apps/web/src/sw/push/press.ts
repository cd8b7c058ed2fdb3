/// <reference lib="webworker" />
import type { NoticeData } from './notice.ts'
import { pushText } from './push-texts.ts'
import { OPEN, type OpenWord } from './push-talk.ts'
import type { ServerHalf } from './server-half.ts'
import { loadServerHalf } from './server-half-loader.ts'

declare const self: ServiceWorkerGlobalScope

/** A page that says nothing for so long is none that listens yet (ms). */
const PATIENCE = 700

/** A notification was pressed, or one of its buttons. `reply`: what was written into it. */
export async function answerPress(notification: Notification, action: string, reply: string): Promise<void> {
  const data = notification.data as NoticeData | null
  notification.close()
  if (!data) return await openPlace('/')
  const { user, chat, call } = data
  if (action === 'decline' && call !== undefined) return await loadServerHalf().decline(user, call)
  if (chat === undefined) return await openPlace(data.kind === 'missed_call' || data.kind === 'ring' ? '/calls' : '/')
  const place = { user, chat, seq: Math.max(0, ...data.lines.map(({ seq }) => seq)) }
  if (action === 'read') return await loadServerHalf().read(place)
  if (action === 'reply' && reply.trim() !== '') return await sendReply(data, place, reply.trim())
  if (action === 'answer' && call !== undefined) return await openPlace(`/c/${chat}#answer=${call}`)
  await openPlace(data.msgId === undefined || data.kind === 'reaction' ? `/c/${chat}` : `/c/${chat}?m=${data.msgId}`)
}

/** Says it when a reply stays behind: nobody else would. */
async function sendReply(data: NoticeData, place: Parameters<ServerHalf['reply']>[0], text: string): Promise<void> {
  const outcome = await loadServerHalf().reply(place, text)
  if (outcome === 'sent') return
  const t = pushText(data.lang)
  const lost = outcome === 'foreign'
  await self.registration.showNotification(t(lost ? 'notKept' : 'notSent'), {
    body: lost ? text : t('notSentText'),
    tag: `reply ${place.chat}`,
    lang: data.lang,
    icon: '/icons/icon-192.png',
    badge: '/icons/badge-96.png',
    data: { ...data, lines: [], count: 0 } satisfies NoticeData,
  })
}

/** In the window that is there, without loading it anew; else in a new one. */
async function openPlace(path: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const page =
    pages.find(({ focused }) => focused) ?? pages.find((one) => one.visibilityState === 'visible') ?? pages[0]
  if (page === undefined) return void (await self.clients.openWindow(path))
  await focus(page)
  if (!(await goes(page, path))) await page.navigate(path).catch(() => self.clients.openWindow(path))
}

/** Browsers allow it once for a press, and some not at all. */
async function focus(page: WindowClient): Promise<void> {
  try {
    await page.focus()
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
  }
}

/** Whether the page goes there by itself. */
function goes(page: Client, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const timer = setTimeout(() => resolve(false), PATIENCE)
    port1.addEventListener('message', () => {
      clearTimeout(timer)
      resolve(true)
    })
    port1.start()
    page.postMessage({ type: OPEN, path } satisfies OpenWord, [port2])
  })
}
