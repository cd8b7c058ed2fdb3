import type { AttachmentView, ChatView, LineView, MessageView } from '@soroka/client/types'
import type { TFunction } from 'i18next'
import { engine } from '../../engine/engine.ts'
import { chatTitle } from '../../ui/chat-title.ts'
import { nameOf } from '../../ui/names.ts'
import { clock, dateLabel } from '../../ui/time.ts'
import { lineWords } from '../messages/index.ts'
import { fileName, Names } from './file-names.ts'
import { fileBytes } from './file-bytes.dom.ts'
import { escaped, page } from './html.ts'
import { messageHtml, type MessageWords, type PlacedFile } from './message-html.ts'
import { messageJson } from './message-json.ts'

/** One file of the archive, in the shape that client-zip takes. */
export interface Entry {
  readonly name: string
  readonly input: string | Blob | ReadableStream<Uint8Array>
  readonly lastModified: Date
}

export interface Wish {
  readonly chat: ChatView
  /** Photos, films, sounds and documents come along. */
  readonly files: boolean
  readonly language: string
  readonly t: TFunction
  /** Throws when somebody said stop. */
  readonly goOn: () => void
  readonly count: (more: { messages?: number; files?: number; missing?: number }) => void
}

/** Messages of a page that a browser opens without effort. */
const perPage = 1000
const perAsk = 200

interface Placed {
  message: MessageView
  files: PlacedFile[]
}

/** Messages that disappear by themselves are not copied: whoever set the timer did not want them kept. */
const isKept = (message: MessageView) => message.seq !== undefined && message.expiresAt === undefined

function wordsOf(message: MessageView, { t, language }: Wish): MessageWords {
  const { chat, replyTo, forward, deleted, problem, expiresAt } = message
  const missing = deleted
    ? t(`messages:deletedBy.${deleted}`)
    : problem
      ? t(`messages:problem.${problem}`)
      : expiresAt === undefined
        ? ''
        : t('messages:disappears')
  return {
    sender: nameOf(message.sender, chat, t),
    time: clock(message.at, language),
    quoted: replyTo ? nameOf(replyTo.sender, chat, t) : '',
    edited: message.editedAt === undefined ? '' : t('messages:edited'),
    forwarded: forward
      ? forward.author === undefined
        ? t('messages:forwarded')
        : t('messages:forwardedFrom', { name: nameOf(forward.author, chat, t) })
      : '',
    missing,
  }
}

/** The files of a chat on their way into its folder. */
class Shelf {
  readonly #names = new Names()
  readonly #folder: string
  readonly #wish: Wish

  constructor(folder: string, wish: Wish) {
    this.#folder = folder
    this.#wish = wish
  }

  /** What can't be had any more leaves its name only: one broken file must not cost the rest. */
  async *take(message: MessageView, file: AttachmentView): AsyncGenerator<Entry, string | null> {
    const { files, goOn, count } = this.#wish
    if (!files) return null
    goOn()
    const bytes = file.gone ? null : await fileBytes(message, file)
    if (bytes === null) {
      count({ missing: 1 })
      return null
    }
    const path = `files/${this.#names.free(fileName(file.name, file.shape))}`
    yield { name: this.#folder + path, input: bytes, lastModified: new Date(message.at) }
    count({ files: 1 })
    return path
  }
}

function pageHtml(part: Placed[], lines: LineView[], nth: number, more: boolean, wish: Wish): string {
  const { chat, t, language } = wish
  const body: string[] = []
  let day = ''
  const waiting = [...lines].sort((a, b) => a.after - b.after || a.order - b.order)
  const sayLines = (before: number) => {
    while (waiting[0] !== undefined && waiting[0].after < before)
      body.push(`<p class="line">${escaped(lineWords(waiting.shift()!, chat.kind === 'group', t))}</p>`)
  }
  for (const { message, files } of part) {
    sayLines(message.seq ?? 0)
    const title = dateLabel(message.at, language)
    if (title !== day) body.push(`<h2>${escaped(title)}</h2>`)
    day = title
    body.push(messageHtml(message, wordsOf(message, wish), files))
  }
  sayLines(Number.POSITIVE_INFINITY)
  const ways = [
    nth > 1 ? `<a href="${pageName(nth - 1, 'html')}">← ${escaped(t('export:earlier'))}</a>` : '',
    more ? `<a href="${pageName(nth + 1, 'html')}">${escaped(t('export:later'))} →</a>` : '',
  ]
  const nav = `<nav>${ways.join('')}</nav>`
  return page(chatTitle(chat, t), language, [nav, ...body, nav].join('\n'))
}

export const pageName = (nth: number, kind: 'html' | 'json') => `messages${nth === 1 ? '' : nth}.${kind}`

/** All of a chat from its first message on: pages to read, the same as JSON, and its files. */
export async function* chatEntries(folder: string, wish: Wish): AsyncGenerator<Entry> {
  const { chat, t, goOn, count } = wish
  const shelf = new Shelf(folder, wish)
  let part: Placed[] = []
  let lines: LineView[] = []
  let nth = 1
  for (let after = 0, more = true; more;) {
    goOn()
    const asked = await engine.messages.page(chat.id, { after, limit: perAsk })
    const last = asked.messages.reduce((top, { seq }) => Math.max(top, seq ?? 0), after)
    more = asked.moreBelow && last > after
    after = last
    lines.push(...asked.lines)
    for (const message of asked.messages.filter(isKept)) {
      const files: PlacedFile[] = []
      for (const file of message.files ?? []) files.push({ file, path: yield* shelf.take(message, file) })
      part.push({ message, files })
    }
    count({ messages: asked.messages.length })
    if (part.length < perPage && more) continue
    const lastModified = new Date(part.at(-1)?.message.at ?? Date.now())
    const json = part.map(({ message, files }) => messageJson(message, files, nameOf(message.sender, chat.id, t)))
    yield { name: folder + pageName(nth, 'html'), input: pageHtml(part, lines, nth, more, wish), lastModified }
    yield { name: folder + pageName(nth, 'json'), input: `${JSON.stringify(json, null, 1)}\n`, lastModified }
    part = []
    lines = []
    nth++
  }
}
