import type { Budget } from './budget.ts'

/** Why nothing came of a microphone, a camera or a screen. `dismissed`: the person closed the choice, which is no fault. */
export type OpenProblem = 'blocked' | 'missing' | 'busy' | 'dismissed'
export type Facing = 'user' | 'environment'
export type DeviceKind = 'audioinput' | 'videoinput' | 'audiooutput'

function problemOf(error: unknown): OpenProblem {
  if (!(error instanceof DOMException || error instanceof TypeError)) throw error
  if (error.name === 'NotAllowedError' || error.name === 'SecurityError') return 'blocked'
  return error.name === 'NotReadableError' || error.name === 'AbortError' ? 'busy' : 'missing'
}

async function open(constraints: MediaStreamConstraints): Promise<MediaStreamTrack | OpenProblem> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices }
  if (!mediaDevices) return 'missing'
  try {
    const [track] = (await mediaDevices.getUserMedia(constraints)).getTracks()
    return track ?? 'missing'
  } catch (error) {
    return problemOf(error)
  }
}

/** What the browser does to a voice: its echo and its loudness always, its noise where the person wants. */
export function voice(device: string | null, noiseSuppression: boolean): MediaTrackConstraints {
  return {
    ...(device === null ? {} : { deviceId: { ideal: device } }),
    echoCancellation: true,
    autoGainControl: true,
    noiseSuppression,
    channelCount: { ideal: 1 },
  }
}

export function openMicrophone(
  device: string | null,
  noiseSuppression: boolean,
): Promise<MediaStreamTrack | OpenProblem> {
  return open({ audio: voice(device, noiseSuppression) })
}

/** A picture no larger than what will be sent: what is not captured need not be made smaller. */
export function pictureOf({ width, height, frames }: Budget): MediaTrackConstraints {
  return { width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: frames, max: frames } }
}

export async function openCamera(
  which: { device: string | null; facing: Facing },
  budget: Budget,
): Promise<MediaStreamTrack | OpenProblem> {
  const { device, facing } = which
  const choice = device === null ? { facingMode: { ideal: facing } } : { deviceId: { ideal: device } }
  const track = await open({ video: { ...pictureOf(budget), ...choice } })
  if (typeof track !== 'string') track.contentHint = 'motion'
  return track
}

/** Music stays as it is. What this page plays itself stays out, or the others would hear themselves. */
const screenSound = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  restrictOwnAudio: true,
} satisfies MediaTrackConstraints & { restrictOwnAudio: boolean }

/** What the person chooses of the screen, with its sound where the browser has it. */
export async function openScreen(
  budget: Budget,
): Promise<{ screen: MediaStreamTrack; sound: MediaStreamTrack | null } | OpenProblem> {
  const { mediaDevices } = navigator as { mediaDevices?: Partial<MediaDevices> }
  if (!mediaDevices?.getDisplayMedia) return 'missing'
  try {
    const stream = await mediaDevices.getDisplayMedia({
      video: { frameRate: { ideal: budget.screenFrames, max: budget.screenFrames } },
      audio: screenSound,
    })
    const [screen] = stream.getVideoTracks()
    if (!screen) return 'missing'
    screen.contentHint = 'detail'
    return { screen, sound: stream.getAudioTracks()[0] ?? null }
  } catch (error) {
    const problem = problemOf(error)
    return problem === 'blocked' && (await mayShare()) ? 'dismissed' : problem
  }
}

/** Browsers say the same of a choice that was closed and of one that is forbidden; only the policy of the page tells. */
async function mayShare(): Promise<boolean> {
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature(name: string): boolean } }
  return featurePolicy?.allowsFeature('display-capture') ?? true
}

/** Microphones, cameras or speakers; without their names until one of them was allowed. */
export async function listDevices(kind: DeviceKind): Promise<{ id: string; label: string }[]> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices }
  const all = (await mediaDevices?.enumerateDevices()) ?? []
  return all
    .filter((device) => device.kind === kind && device.deviceId !== '')
    .map(({ deviceId, label }) => ({ id: deviceId, label }))
}
