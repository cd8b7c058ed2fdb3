/// <reference lib="webworker" />
import { browserPlatform } from '@soroka/client/browser'
import { type OpenedPush, openPush, PUSH_PATIENCE, type PushHost } from '@soroka/client/push'
import { type PushData, type PushPayload, pushPayload, pushTag } from '@soroka/protocol'
import { faceUrl } from './faces.ts'
import { type NoticeData, noticeOf, unreadableNotice } from './notice.ts'
import type { PushLang } from './push-texts.ts'
import { loadServerHalf } from './server-half-loader.ts'
import { atShelf } from './shelf.ts'

declare const self: ServiceWorkerGlobalScope & { navigator: Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>> }

/** Where the account's database is. A worker is never what a person looks at. */
const host: PushHost = {
  platform: browserPlatform(() => false),
  openLine: async (account) => loadServerHalf().openLine(account),
}

/** Where even the database says nothing, nobody waits for it longer than for the server (ms). */
const LONGEST = PUSH_PATIENCE + 1000
/** A picture is worth no longer wait (ms). */
const ICON_PATIENCE = 1000

/** Every push shows something: what it says, or that there is something. */
export async function tellPush(message: PushMessageData | null): Promise<void> {
  const payload = readPayload(message)
  if (payload === null) return await showUnreadable()
  const { data } = payload.notification
  const asked = data.kind === 'ring' ? show(payload, { is: 'foreign' }) : undefined
  const opened = await open(data)
  await asked
  await show(payload, opened)
  await forgetRead(data)
  await setBadge(payload.app_badge)
}

/** The language of what the server can't say: the browser's. */
const ownLang = (): PushLang => (/^ru\b/i.test(self.navigator.language ?? '') ? 'ru' : 'en')

function readPayload(message: PushMessageData | null): PushPayload | null {
  try {
    return pushPayload.safeParse(message?.json()).data ?? null
  } catch (error) {
    console.warn('A push could not be read', error)
    return null
  }
}

async function open(data: PushData): Promise<OpenedPush> {
  if (data.kind === 'test') return { is: 'foreign' }
  try {
    return (await inTime(openPush(host, data), LONGEST)) ?? { is: 'foreign' }
  } catch (error) {
    // Whatever is broken on this device, the person is told that something came.
    console.warn('A push could not be opened', error)
    return { is: 'foreign' }
  }
}

/** With all that is known; else with the server's plain words. */
async function show(payload: PushPayload, opened: OpenedPush): Promise<void> {
  const { data } = payload.notification
  try {
    const icon = opened.is === 'known' ? await inTime(iconOf(opened, data), ICON_PATIENCE) : null
    await atShelf(() => showOver(payload, opened, icon === null ? {} : { icon }))
  } catch (error) {
    console.warn('A push could not be shown as it should', error)
    const { title, options } = noticeOf(payload, { is: 'foreign' }, null)
    await self.registration.showNotification(title, options)
  }
}

/** Together with what the chat's notification says already. */
async function showOver(payload: PushPayload, opened: OpenedPush, face: { icon?: string }): Promise<void> {
  const [shown] = await self.registration.getNotifications({ tag: payload.notification.tag })
  const { title, options } = noticeOf(payload, opened, (shown?.data as NoticeData | undefined) ?? null)
  await self.registration.showNotification(title, { ...options, ...face })
}

function iconOf({ chat, who }: Extract<OpenedPush, { is: 'known' }>, data: PushData): Promise<string | null> {
  const name = chat?.title || who
  const id = chat?.kind === 'group' ? data.chat : data.sender
  if (name === '') return Promise.resolve(null)
  const photo = chat?.photo === undefined ? {} : { photo: chat.photo }
  return faceUrl({ id: id ?? name, name, group: chat?.kind === 'group', ...photo })
}

function showUnreadable(): Promise<void> {
  const { title, options } = unreadableNotice(ownLang())
  return atShelf(() => self.registration.showNotification(title, options))
}

/** What was read on another device is no news here. */
async function forgetRead({ user, read = [] }: PushData): Promise<void> {
  for (const { chat, upTo } of read)
    await atShelf(async () => {
      for (const notification of await self.registration.getNotifications({ tag: pushTag.chat(user, chat) })) {
        const { lines } = notification.data as NoticeData
        if (lines.every(({ seq }) => seq <= upTo)) notification.close()
      }
    })
}

async function setBadge(count: number): Promise<void> {
  if (count > 0) await self.navigator.setAppBadge?.(count)
  else await self.navigator.clearAppBadge?.()
}

/** What comes of it, or null when it takes too long. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T | null> {
  const over = Promise.withResolvers<null>()
  const timer = setTimeout(() => over.resolve(null), ms)
  try {
    return await Promise.race([work, over.promise])
  } finally {
    clearTimeout(timer)
  }
}
