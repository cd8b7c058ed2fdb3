/** Which way a phone's camera looks. */
export type Facing = 'environment' | 'user'

/** Why there is no picture of a camera. */
export type CameraProblem = 'refused' | 'none' | 'busy'

/** Opens a camera, with sound for a film. @returns its stream, or why there is none */
export async function openCamera(facing: Facing, sound: boolean): Promise<MediaStream | CameraProblem> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices }
  if (!mediaDevices) return 'none'
  try {
    return await mediaDevices.getUserMedia({
      // A film of four thousand lines would be gigabytes; a photo is made smaller later.
      video: { facingMode: facing, width: { ideal: sound ? 1920 : 2560 }, height: { ideal: sound ? 1080 : 1440 } },
      audio: sound,
    })
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    if (error.name === 'NotAllowedError' || error.name === 'SecurityError') return 'refused'
    return error.name === 'NotFoundError' || error.name === 'OverconstrainedError' ? 'none' : 'busy'
  }
}

export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

/** Whether there is a second camera to turn to. */
export async function hasTwoCameras(): Promise<boolean> {
  const devices = await navigator.mediaDevices.enumerateDevices()
  return devices.filter(({ kind }) => kind === 'videoinput').length > 1
}

/** 2026-11-21 16.40.12: so that files of one hour do not have one name. */
function stamp(): string {
  const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString()
  return now.slice(0, 19).replace('T', ' ').replaceAll(':', '.')
}

/** What the camera shows now, as a photo. Nothing but pixels is in it. */
export async function takePhoto(video: HTMLVideoElement): Promise<File | null> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.95))
  return blob && new File([blob], `${stamp()}.jpg`, { type: 'image/jpeg' })
}

/** What plays everywhere comes first. */
const filmTypes = ['video/mp4;codecs=avc1.42E01F,mp4a.40.2', 'video/mp4', 'video/webm;codecs=vp9,opus', 'video/webm']

export interface Filming {
  stop(): Promise<File>
}

/** Films until it is stopped. */
export function startFilming(stream: MediaStream): Filming {
  const mimeType = filmTypes.find((type) => MediaRecorder.isTypeSupported(type))
  const recorder = new MediaRecorder(stream, { ...(mimeType ? { mimeType } : {}), videoBitsPerSecond: 4_000_000 })
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  // In pieces: the browser need not hold minutes of film in one.
  recorder.start(1000)
  const file = () => {
    const type = recorder.mimeType.split(';')[0] ?? 'video/webm'
    return new File(parts, `${stamp()}.${type === 'video/mp4' ? 'mp4' : 'webm'}`, { type })
  }
  return {
    stop: () =>
      new Promise((resolve) => {
        recorder.addEventListener('stop', () => resolve(file()), { once: true })
        if (recorder.state === 'inactive') resolve(file())
        else recorder.stop()
      }),
  }
}
