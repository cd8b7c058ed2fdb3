import type { ChatId, FileId, MsgId } from '@soroka/protocol'
import type { MessageView, Outgoing } from './messages.ts'

/** A sticker of one's own: a small picture that was sealed and brought to the server once. */
export interface StickerView {
  id: FileId
  emoji: string
  width: number
  height: number
  type: string
}

export interface StickerPackView {
  id: string
  name: string
  stickers: StickerView[]
}

/** A moving picture that was saved: GIF, animated WebP, or a short silent film. */
export interface GifView {
  id: FileId
  type: string
  width: number
  height: number
  size: number
  thumb?: Uint8Array<ArrayBuffer>
}

/** A GIF that the search found; the names are good for `foundPicture` and for some hours. */
export interface FoundGif {
  small: string
  whole: string
  width: number
  height: number
}

/** What a person has ready for sending, the same on all devices. Lists begin with the newest. */
export interface StickerShelf {
  packs: StickerPackView[]
  /** Single ones that were taken from messages. */
  loose: StickerView[]
  /** Keys of stickers: a file's id, or whatever name the screen gives those that it carries itself. */
  favourites: string[]
  recent: string[]
  gifs: GifView[]
}

/** A picture that becomes a sticker. */
export interface NewSticker {
  blob: Blob
  emoji: string
  width: number
  height: number
}

/** Stickers and GIFs that are kept; a `stickers` event says that something of it changed. */
export interface StickersApi {
  shelf(): Promise<StickerShelf>
  /** Its bytes; from this device when it was read before. */
  read(file: FileId): Promise<Blob>
  /** Sends it without a new upload. `about`: what it answers, its thread, and how. */
  send(
    chat: ChatId,
    file: FileId,
    about: Pick<Outgoing, 'replyTo' | 'thread' | 'silent' | 'sendAt'>,
  ): Promise<MessageView>
  makePack(input: { name: string; stickers: NewSticker[] }): Promise<string>
  addToPack(pack: string, stickers: NewSticker[]): Promise<void>
  renamePack(pack: string, name: string): Promise<void>
  removePack(pack: string): Promise<void>
  /** A sticker out of its pack or from the single ones, or a saved GIF. */
  remove(file: FileId): Promise<void>
  /** Sends a whole pack, so that others may take it. */
  share(pack: string, chats: ChatId[]): Promise<void>
  /** Takes a sticker or GIF from a message. */
  keep(chat: ChatId, message: MsgId, file: FileId): Promise<void>
  /** Takes the pack that these messages hand over. */
  keepPack(chat: ChatId, messages: MsgId[]): Promise<void>
  favourite(key: string, on: boolean): Promise<void>
  used(key: string): Promise<void>
  /** Whether this server searches GIFs for its people. */
  searchable(): Promise<boolean>
  /** Asks a provider through our server; `next` of the page before brings the one after it. */
  find(query: string, next?: string): Promise<{ gifs: FoundGif[]; next?: string }>
  foundPicture(name: string): Promise<Blob>
}
