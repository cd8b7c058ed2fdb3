import type { OutgoingFile } from '@soroka/client/types'
import i18next from 'i18next'
import { authStore } from '../../../stores/authStore.ts'
import { sayFailure } from '../../../ui/act.ts'
import { toastStore } from '../../../ui/toast-store.ts'
import { hush } from '../player/sounding.dom.ts'
import { type Camera, openCamera } from '../round/camera.dom.ts'
import { outgoingOf } from './outgoing.dom.ts'
import { peaksOf } from './peaks.ts'
import { closeStream, openDevices, Recorder, RecordingError } from './recorder.dom.ts'
import {
  changeRecording,
  dropRecording,
  keyOf,
  putRecording,
  type Recording,
  recordingAt,
  type RecordingPlace,
  recordingStore,
} from './recording-store.ts'
import type { Kind } from './recording-type.ts'

/** The longest recordings (ms). */
export const longest: Record<Kind, number> = { voice: 3_600_000, round: 60_000 }
/** Shorter ones were a slip of the finger (ms). */
const shortest = 700
const tick = 100
/** Levels that a screen may show at once. */
const shown = 96

interface Running {
  key: string
  take: number
  recorder: Recorder
  camera: Camera | undefined
  levels: number[]
  /** A picture of the beginning. */
  face: ImageBitmap | undefined
  timer: ReturnType<typeof setInterval>
  awake: Promise<WakeLockSentinel> | undefined
}

/** One at a time: there is one microphone. */
let running: Running | undefined
let takes = 0
/** What is over and waits in its chat: what a message needs beside the bytes. */
const faces = new Map<string, ImageBitmap>()
/** Locked while the browser still asked. */
const locked = new Set<string>()

const say = (key: string, kind: 'plain' | 'error' = 'plain') =>
  toastStore.getState().show({ kind, text: i18next.t(`voice:${key}`) })

/** What the camera sees now. */
export function cameraOf(key: string): Camera | undefined {
  return running?.key === key ? running.camera : undefined
}

function sample(now: Running, since: number): void {
  const recording = recordingAt(now.key)
  if (!recording || (recording.phase !== 'held' && recording.phase !== 'locked')) return
  now.levels.push(now.recorder.level())
  const elapsed = recording.elapsed + since
  changeRecording(now.key, { elapsed, levels: now.levels.slice(-shown) })
  if (now.camera && !now.face && elapsed > 400)
    void createImageBitmap(now.camera.picture).then((face) => (now.face ??= face))
  if (elapsed >= longest[recording.kind]) void pause(now.key)
}

async function open(kind: Kind): Promise<{ stream: MediaStream; camera: Camera | undefined }> {
  const camera = kind === 'round' ? await openCamera() : undefined
  return { camera, stream: camera?.stream ?? (await openDevices({ audio: true })) }
}

function run(key: string, { kind, take }: Recording, stream: MediaStream, camera: Camera | undefined): Running {
  const recorder = new Recorder(kind, stream)
  let before = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    if (running) sample(running, now - before)
    before = now
  }, tick)
  // A microphone that is pulled out, or taken away by the system, ends it.
  for (const track of stream.getAudioTracks()) track.addEventListener('ended', () => void leave(key))
  const awake = 'wakeLock' in navigator ? navigator.wakeLock.request('screen') : undefined
  awake?.catch(() => undefined) // a phone that saves power may refuse
  return { key, take, recorder, camera, levels: [], face: undefined, timer, awake }
}

/** Everything that listens is let go. @returns what was recorded */
async function end(): Promise<Blob | undefined> {
  if (!running) return undefined
  const { key, take, recorder, camera, timer, levels, face, awake } = running
  running = undefined
  clearInterval(timer)
  awake?.then((lock) => lock.release()).catch(() => undefined)
  if (face) faces.set(key, face)
  const heard = await recorder.stop()
  camera?.close()
  changeRecording(key, { heard, peaks: peaksOf(levels) }, take)
  return heard
}

/** Begins to record, once the microphone is ours. `held`: for as long as a finger stays. */
export async function begin(place: RecordingPlace, kind: Kind, held: boolean): Promise<void> {
  const key = keyOf(place)
  if (recordingAt(key)) return
  if (running) await leave(running.key)
  hush()
  locked.delete(key)
  const mine: Recording = { take: ++takes, kind, phase: 'asking', elapsed: 0, levels: [] }
  const isMine = () => recordingAt(key)?.take === mine.take
  putRecording(key, mine)
  try {
    const { stream, camera } = await open(kind)
    if (!isMine()) {
      // The finger let go while the browser asked.
      closeStream(stream)
      camera?.close()
      return say(`now.${kind}`)
    }
    running = run(key, mine, stream, camera)
    changeRecording(key, { phase: held && !locked.has(key) ? 'held' : 'locked' })
  } catch (error) {
    if (isMine()) dropRecording(key)
    if (!(error instanceof RecordingError)) return sayFailure(error)
    say(`problem.${kind}.${error.problem}`, 'error')
  }
}

/** It goes on without a finger. */
export function lock(key: string): void {
  locked.add(key)
  if (recordingAt(key)?.phase !== 'held') return
  changeRecording(key, { phase: 'locked' })
  navigator.vibrate?.(10)
}

/** It rests, and can be heard. A film is written in pieces too large to be watched before its end: it is over. */
export async function pause(key: string): Promise<void> {
  if (running?.key !== key) return
  const { take, recorder, levels, camera } = running
  changeRecording(key, { phase: camera ? 'over' : 'paused' })
  if (camera) return void (await end())
  const heard = await recorder.pause()
  changeRecording(key, { heard, peaks: peaksOf(levels) }, take)
}

export function resume(key: string): void {
  const recording = recordingAt(key)
  if (running?.key !== key || recording?.phase !== 'paused') return
  hush()
  running.recorder.resume()
  const { heard: _, peaks: __, ...rest } = recording
  putRecording(key, { ...rest, phase: 'locked' })
}

/** Throws it away. */
export async function cancel(key: string): Promise<void> {
  dropRecording(key)
  if (running?.key === key) await end()
  faces.get(key)?.close()
  faces.delete(key)
}

/** The chat is left: what was said waits there. */
export async function leave(key: string): Promise<void> {
  const recording = recordingAt(key)
  if (!recording || recording.phase === 'over' || recording.phase === 'sending') return
  if (recording.elapsed < shortest) return await cancel(key)
  changeRecording(key, { phase: 'over' })
  await end()
  say(`kept.${recording.kind}`)
}

/**
 * Ends it, and hands it to whoever sends it; what can't be sent stays to be tried again.
 * A slip of the finger is thrown away, and it is said how to do it.
 */
export async function finish(key: string, send: (file: OutgoingFile) => Promise<boolean>): Promise<void> {
  const recording = recordingAt(key)
  if (!recording || recording.phase === 'asking' || recording.phase === 'sending') return
  if (recording.elapsed < shortest) {
    await cancel(key)
    return say(`hint.${recording.kind}`)
  }
  changeRecording(key, { phase: 'sending' })
  await end()
  const ended = recordingAt(key)
  if (!ended?.heard) return
  const sent = await send(await outgoingOf(ended, ended.heard, faces.get(key)))
  if (!sent) return changeRecording(key, { phase: 'over' })
  dropRecording(key)
  faces.delete(key)
}

/** The button is let go. A finger means it; a mouse that was quick has only clicked, and the recording goes on without it. */
export async function letGo(key: string, touch: boolean, send: Parameters<typeof finish>[1]): Promise<void> {
  const recording = recordingAt(key)
  if (!recording) return
  const early = recording.phase === 'asking' || recording.elapsed < shortest
  if (early && !touch) return lock(key)
  // While the browser still asks, nothing was said.
  await (recording.phase === 'asking' ? cancel(key) : finish(key, send))
}

addEventListener('beforeunload', (event) => {
  if (Object.values(recordingStore.getState()).some((recording) => recording !== undefined)) event.preventDefault()
})

// Signing out leaves nothing that listens, and nothing that was said.
authStore.subscribe(({ session }) => {
  if (session !== null) return
  for (const key of Object.keys(recordingStore.getState())) void cancel(key)
})
