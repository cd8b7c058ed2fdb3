import type { ChatId, FileId, MsgId } from '@soroka/protocol'
import type { EventHub } from '../events/event-hub.ts'
import type { ClientEvent, UploadNews } from '../types.ts'

type News = Extract<ClientEvent, { type: 'uploads' }>

/** Screens don't want to know more often. */
const PAUSE = 250

interface Message {
  chat: ChatId
  files: Map<FileId, UploadNews>
  timer: ReturnType<typeof setTimeout> | undefined
  /** Something was not told yet. */
  more: boolean
}

/** How far files are on their way to the server: told by the tab that leads, heard by the others. */
export class UploadProgress {
  readonly #hub: () => EventHub
  readonly #messages = new Map<MsgId, Message>()

  constructor(hub: () => EventHub) {
    this.#hub = hub
  }

  /** Bytes that the server has; undefined when nothing was heard. */
  sent(message: MsgId, file: FileId): number | undefined {
    return this.#messages.get(message)?.files.get(file)?.sent
  }

  set(chat: ChatId, id: MsgId, news: UploadNews): void {
    const message = this.#entry(chat, id)
    message.files.set(news.id, news)
    if (message.timer === undefined) this.#tell(id, message)
    else message.more = true
  }

  /** What the leading tab told. */
  heard({ chat, message, files }: News): void {
    const entry = this.#entry(chat, message)
    for (const news of files) entry.files.set(news.id, news)
  }

  /** The message is sent, or taken back. */
  forget(message: MsgId): void {
    clearTimeout(this.#messages.get(message)?.timer)
    this.#messages.delete(message)
  }

  /** At once, and then no more for a while: what goes quickly is seen to go as well. */
  #tell(id: MsgId, message: Message): void {
    message.more = false
    message.timer = setTimeout(() => {
      message.timer = undefined
      if (message.more) this.#tell(id, message)
    }, PAUSE)
    this.#hub().tell({ type: 'uploads', chat: message.chat, message: id, files: [...message.files.values()] })
  }

  #entry(chat: ChatId, id: MsgId): Message {
    const entry = this.#messages.get(id) ?? { chat, files: new Map(), timer: undefined, more: false }
    this.#messages.set(id, entry)
    return entry
  }
}
