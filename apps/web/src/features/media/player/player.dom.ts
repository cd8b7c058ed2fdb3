import type { AttachmentView, MessageView } from '@soroka/client/types'
import i18next from 'i18next'
import { engine } from '../../../engine/engine.ts'
import { authStore } from '../../../stores/authStore.ts'
import { markHeard } from '../../../stores/heardStore.ts'
import { act, sayFailure } from '../../../ui/act.ts'
import { toastStore } from '../../../ui/toast-store.ts'
import type { MediaAddress } from '../stream/media-desk.dom.ts'
import { type Deeds, followSession, forgetSession } from './media-session.dom.ts'
import { changePlaying, playingStore } from './playing-store.ts'
import { soundUrl, understoodUrl } from './sound-url.dom.ts'
import { hush, mayBeHushed } from './sounding.dom.ts'
import { fasterThan, usualSpeed } from './speed.ts'

let audio: HTMLAudioElement | undefined
let address: MediaAddress | undefined
/** What was asked for last: whatever comes later for others is not wanted any more. */
let turn = 0

/** What the keys of the system do. */
const deeds: Deeds = {
  play: () => void act(element().play()),
  pause: () => pauseNow(),
  next: () => void playNext(),
  stop: () => stop(),
  to: (at) => {
    const now = playing()
    if (now) seek(now.message, now.file, at)
  },
}

const playing = () => playingStore.getState().playing
const pauseNow = () => audio?.pause()
const placeOf = (message: MessageView, file: AttachmentView) => ({ chat: message.chat, message: message.id, file })

function element(): HTMLAudioElement {
  if (audio) return audio
  const made = new Audio()
  made.preservesPitch = true
  made.addEventListener('timeupdate', () => {
    if (made.src !== '' && !playing()?.coming) changePlaying({ at: Math.round(made.currentTime * 1000) })
    followSession(made, deeds)
  })
  // Music says itself how long it is.
  made.addEventListener('durationchange', () => {
    if (playing()?.file.duration === 0 && Number.isFinite(made.duration))
      changePlaying({ duration: Math.round(made.duration * 1000) })
  })
  made.addEventListener('pause', () => changePlaying({ paused: true }))
  made.addEventListener('play', () => {
    hush(pauseNow)
    changePlaying({ paused: false })
  })
  made.addEventListener('ended', () => void playNext())
  made.addEventListener('error', () => void recover())
  mayBeHushed(pauseNow)
  audio = made
  return made
}

/** Puts the sound into the player and lets it run. */
async function run(url: string, at: number, speed: number): Promise<void> {
  const player = element()
  player.src = url
  player.currentTime = at / 1000
  player.defaultPlaybackRate = speed
  player.playbackRate = speed
  changePlaying({ coming: false })
  try {
    await player.play()
  } catch (error) {
    // Another sound took its place, or the error event says what it was.
    if (error instanceof DOMException && (error.name === 'AbortError' || error.name === 'NotSupportedError')) return
    throw error
  }
}

async function begin(message: MessageView, file: AttachmentView, at: number): Promise<void> {
  const mine = ++turn
  const speed = usualSpeed(file.shape)
  letGo()
  playingStore.setState({ playing: { message, file, paused: false, coming: true, at, duration: file.duration, speed } })
  try {
    const found = await soundUrl(placeOf(message, file), () => mine === turn && stop())
    if (mine !== turn) return found.close()
    address = found
    markHeard(message)
    await run(found.url, at, speed)
  } catch (error) {
    if (mine === turn) stop()
    throw error
  }
}

/** The player does not know this container; perhaps the browser does. */
async function recover(): Promise<void> {
  const now = playing()
  if (!now || !audio || audio.getAttribute('src') === null) return
  const mine = turn
  try {
    if (now.file.shape !== 'voice' || address?.url.startsWith('blob:') !== true) throw new Error('unplayable')
    const place = placeOf(now.message, now.file)
    address = undefined
    const url = await understoodUrl(place)
    if (mine !== turn) return URL.revokeObjectURL(url)
    address = { url, close: () => URL.revokeObjectURL(url) }
    await run(url, now.at, now.speed)
  } catch {
    if (mine !== turn) return
    stop()
    toastStore.getState().show({ kind: 'error', text: i18next.t('voice:unplayable') })
  }
}

/** The following file of the same kind: in this message, or in the chat after it. */
async function following(): Promise<{ message: MessageView; file: AttachmentView } | null> {
  const now = playing()
  if (!now) return null
  const { message, file } = now
  const same = message.files?.filter(({ shape }) => shape === file.shape) ?? []
  const next = same[same.findIndex(({ id }) => id === file.id) + 1]
  if (next) return { message, file: next }
  if (message.seq === undefined) return null
  const [found] = await engine.files.gallery(message.chat, { shapes: [file.shape], after: message.seq, limit: 1 })
  return found ? { message: found.view, file: found.file } : null
}

/** One after another, as people tell things; nothing follows: it is over. */
export async function playNext(): Promise<void> {
  const mine = turn
  try {
    const next = await following()
    if (mine !== turn) return
    if (next) await begin(next.message, next.file, 0)
    else stop()
  } catch (error) {
    if (mine === turn) stop()
    sayFailure(error)
  }
}

/** Plays, or stops where it is. */
export function toggle(message: MessageView, file: AttachmentView): void {
  const now = playing()
  if (now?.file.id !== file.id) return void act(begin(message, file, 0))
  if (now.coming) return stop()
  if (now.paused) void act(element().play())
  else element().pause()
}

/** Goes to a moment (milliseconds); plays from there if nothing of it was heard yet. */
export function seek(message: MessageView, file: AttachmentView, at: number): void {
  const now = playing()
  const within = (duration: number) => Math.min(Math.max(0, at), Math.max(0, duration - 50))
  if (now?.file.id !== file.id) return void act(begin(message, file, within(file.duration)))
  const place = within(now.duration)
  if (!now.coming) element().currentTime = place / 1000
  changePlaying({ at: place })
}

export function nextSpeed(): void {
  const now = playing()
  if (!now) return
  const speed = fasterThan(now.speed, now.file.shape)
  element().playbackRate = speed
  changePlaying({ speed })
}

function letGo(): void {
  audio?.pause()
  audio?.removeAttribute('src')
  address?.close()
  address = undefined
}

/** Nothing plays any more. */
export function stop(): void {
  turn++
  playingStore.setState({ playing: null })
  letGo()
  forgetSession()
}

// Signing out ends what plays.
authStore.subscribe(({ session }) => {
  if (session === null) stop()
})
