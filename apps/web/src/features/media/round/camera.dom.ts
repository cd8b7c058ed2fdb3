import { closeStream, openDevices } from '../voice/recorder.dom.ts'

/** Pixels of a round video message, both ways. */
export const side = 480
const frames = 30

export interface Camera {
  /** The square picture and the voice. */
  stream: MediaStream
  /** What is recorded, to be looked at. */
  picture: HTMLCanvasElement
  /** A face sees itself as in a mirror; what others get is as others see it. */
  mirrored(): boolean
  /** There is another camera to look through. */
  several(): Promise<boolean>
  /** Looks through the next camera; the recording goes on. */
  turn(): Promise<void>
  close(): void
}

const wish = (more: MediaTrackConstraints): MediaTrackConstraints => ({
  width: { ideal: 640 },
  height: { ideal: 640 },
  frameRate: { ideal: frames },
  ...more,
})

async function cameras(): Promise<MediaDeviceInfo[]> {
  return (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'videoinput')
}

/** The middle of the picture fills the canvas. */
function drawSquare(paper: CanvasRenderingContext2D, video: HTMLVideoElement): void {
  const { videoWidth: width, videoHeight: height } = video
  const short = Math.min(width, height)
  if (short > 0) paper.drawImage(video, (width - short) / 2, (height - short) / 2, short, short, 0, 0, side, side)
}

/**
 * Camera and microphone of a round video message. The picture goes over a canvas: so it is square whatever the camera
 * gives, and another camera may take over in the middle.
 */
export async function openCamera(): Promise<Camera> {
  const devices = await openDevices({ audio: true, video: wish({ facingMode: 'user' }) })
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  const picture = document.createElement('canvas')
  picture.width = side
  picture.height = side
  const paper = picture.getContext('2d')
  let [track] = devices.getVideoTracks()
  const look = async (next: MediaStreamTrack | undefined) => {
    track = next
    video.srcObject = new MediaStream(next ? [next] : [])
    await video.play()
  }
  const draw = () => paper && drawSquare(paper, video)
  await look(track)
  draw()
  const timer = setInterval(draw, 1000 / frames)
  const drawn = picture.captureStream(frames)
  return {
    picture,
    stream: new MediaStream([...drawn.getVideoTracks(), ...devices.getAudioTracks()]),
    mirrored: () => track?.getSettings().facingMode !== 'environment',
    several: async () => (await cameras()).length > 1,
    turn: async () => {
      const all = await cameras()
      const at = all.findIndex(({ deviceId }) => deviceId === track?.getSettings().deviceId)
      const next = all[(at + 1) % all.length]
      if (!next) return
      // A phone opens one camera at a time.
      track?.stop()
      const opened = await openDevices({ video: wish({ deviceId: { exact: next.deviceId } }) })
      await look(opened.getVideoTracks()[0])
    },
    close: () => {
      clearInterval(timer)
      track?.stop()
      closeStream(devices)
      video.srcObject = null
    },
  }
}
