/** How long a browser may take to show a first frame before the video goes without one, in ms. */
const patience = 20_000
/** Between two tries (ms). */
const breath = 500

export interface VideoFacts {
  width: number
  height: number
  /** Milliseconds. */
  duration: number
  /** A frame from near the beginning. */
  frame: ImageBitmap
}

function once(video: HTMLVideoElement, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    video.addEventListener(event, () => resolve(), { once: true, signal })
    video.addEventListener('error', () => reject(new Error('unreadable')), { once: true, signal })
    signal.addEventListener('abort', () => reject(new Error('slow')), { once: true })
  })
}

/** Seconds of a film. A recorder does not write them: then the player looks for the end. */
async function secondsOf(video: HTMLVideoElement, signal: AbortSignal): Promise<number> {
  if (video.duration !== Infinity) return Number.isFinite(video.duration) ? video.duration : 0
  const found = once(video, 'durationchange', signal)
  video.currentTime = Number.MAX_SAFE_INTEGER
  await found
  return Number.isFinite(video.duration) ? video.duration : 0
}

/** Size, length and a frame of a video; null when this browser can't play it. A busy one refuses at times what it can play. */
export async function lookAtVideo(file: Blob): Promise<VideoFacts | null> {
  const facts = await tryToLook(file)
  if (facts) return facts
  await new Promise((again) => setTimeout(again, breath))
  return tryToLook(file)
}

async function tryToLook(file: Blob): Promise<VideoFacts | null> {
  const url = URL.createObjectURL(file)
  const video = document.createElement('video')
  const signal = AbortSignal.timeout(patience)
  try {
    video.muted = true
    video.playsInline = true
    video.preload = 'auto'
    const loaded = once(video, 'loadeddata', signal)
    video.src = url
    await loaded
    // The very first frame is often black.
    const seconds = await secondsOf(video, signal)
    const seeked = once(video, 'seeked', signal)
    video.currentTime = Math.min(1, seconds / 10)
    await seeked
    const { videoWidth: width, videoHeight: height } = video
    return { width, height, duration: Math.round(seconds * 1000), frame: await createImageBitmap(video) }
  } catch {
    return null // of a kind that this browser does not know
  } finally {
    video.removeAttribute('src')
    video.load()
    URL.revokeObjectURL(url)
  }
}
