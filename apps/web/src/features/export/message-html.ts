import type { AttachmentView, MessageView } from '@soroka/client/types'
import { escaped, relativeAddress } from './html.ts'

/** What a message says beside its own words, as the reader's language puts it. */
export interface MessageWords {
  sender: string
  time: string
  /** Who is quoted; empty when nobody is. */
  quoted: string
  edited: string
  forwarded: string
  /** Stands where there is nothing to read: deleted, waits for its key … */
  missing: string
}

/** A file of the message and where it lies beside the page; null: it was left out or could not be had. */
export interface PlacedFile {
  file: AttachmentView
  path: string | null
}

function fileHtml({ file, path }: PlacedFile): string {
  const name = escaped(file.name)
  if (path === null) return `<p>📎 ${name}</p>`
  const address = relativeAddress(path)
  if (file.type.startsWith('image/') && file.shape !== 'document')
    return `<a href="${address}"><img src="${address}" alt="${name}" loading="lazy"></a>`
  if (file.type.startsWith('video/')) return `<video src="${address}" controls preload="none"></video>`
  if (file.type.startsWith('audio/')) return `<audio src="${address}" controls preload="none"></audio>`
  return `<p>📎 <a href="${address}" download>${name}</a></p>`
}

/** One message of a page. Everything that people wrote is escaped here. */
export function messageHtml(message: MessageView, words: MessageWords, files: readonly PlacedFile[]): string {
  const { replyTo, text, poll, reactions } = message
  const marks = [words.sender, words.time, words.forwarded, words.edited].filter((one) => one !== '').map(escaped)
  const parts = [
    `<header>${marks.join(' · ')}</header>`,
    replyTo ? `<blockquote>${escaped(words.quoted)}<p>${escaped(replyTo.text)}</p></blockquote>` : '',
    ...files.map(fileHtml),
    text === '' ? '' : `<p dir="auto">${escaped(text)}</p>`,
    words.missing === '' ? '' : `<p><em>${escaped(words.missing)}</em></p>`,
    poll
      ? `<ul>${poll.options.map((one) => `<li>${escaped(one.text)}${poll.counted ? `: ${one.votes}` : ''}</li>`).join('')}</ul>`
      : '',
    reactions.length > 0
      ? `<header>${reactions.map(({ emoji, count }) => `${escaped(emoji)} ${count}`).join(' ')}</header>`
      : '',
  ]
  return `<article id="m${message.seq ?? 0}"${message.own ? ' data-own' : ''}>${parts.join('')}</article>`
}
