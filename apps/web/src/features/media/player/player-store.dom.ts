import type { AttachmentView, MessageView } from '@soroka/client/types'
import type { ChatId, FileId, MsgId } from '@soroka/protocol'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { authStore } from '../../../stores/authStore.ts'
import { act } from '../../../ui/act.ts'
import { fileUrl } from '../file-urls.dom.ts'

/** What plays now: one thing at a time, and on while one looks at other chats. */
export interface Playing {
  chat: ChatId
  message: MsgId
  file: AttachmentView
  paused: boolean
  /** Milliseconds. */
  at: number
  speed: number
}

export const speeds = [1, 1.5, 2] as const

const playerStore = createStore<{ playing: Playing | null }>(() => ({ playing: null }))
let audio: HTMLAudioElement | undefined

function change(part: Partial<Playing>): void {
  playerStore.setState(({ playing }) => ({ playing: playing && { ...playing, ...part } }))
}

function element(): HTMLAudioElement {
  if (audio) return audio
  audio = new Audio()
  audio.preservesPitch = true
  audio.addEventListener('timeupdate', () => change({ at: Math.round((audio?.currentTime ?? 0) * 1000) }))
  audio.addEventListener('pause', () => change({ paused: true }))
  audio.addEventListener('play', () => change({ paused: false }))
  audio.addEventListener('ended', () => playerStore.setState({ playing: null }))
  return audio
}

/** What the row of a file shows; null when something else plays, or nothing. */
export function usePlaying(file: FileId): Playing | null {
  return useStore(playerStore, ({ playing }) => (playing?.file.id === file ? playing : null))
}

async function begin(message: MessageView, file: AttachmentView, at: number): Promise<void> {
  const speed = playerStore.getState().playing?.speed ?? 1
  const url = await fileUrl({ chat: message.chat, message: message.id, file }, file.id)
  const player = element()
  playerStore.setState({ playing: { chat: message.chat, message: message.id, file, paused: false, at, speed } })
  player.src = url
  player.currentTime = at / 1000
  player.playbackRate = speed
  await player.play()
}

/** Plays, or stops where it is. */
export function toggle(message: MessageView, file: AttachmentView): void {
  const { playing } = playerStore.getState()
  if (playing?.file.id !== file.id) return void act(begin(message, file, 0))
  if (playing.paused) void act(element().play())
  else element().pause()
}

/** Goes to a moment (milliseconds) and plays from there. */
export function seek(message: MessageView, file: AttachmentView, at: number): void {
  const { playing } = playerStore.getState()
  const place = Math.min(Math.max(0, at), file.duration)
  if (playing?.file.id !== file.id) return void act(begin(message, file, place))
  element().currentTime = place / 1000
  change({ at: place })
}

/** 1, 1.5, 2 and 1 again. */
export function nextSpeed(): void {
  const { playing } = playerStore.getState()
  if (!playing) return
  const at = speeds.findIndex((speed) => speed === playing.speed)
  const speed = speeds[(at + 1) % speeds.length] ?? 1
  element().playbackRate = speed
  change({ speed })
}

// Signing out ends what plays.
authStore.subscribe(({ session }) => {
  if (session !== null) return
  audio?.pause()
  audio?.removeAttribute('src')
  playerStore.setState({ playing: null })
})
