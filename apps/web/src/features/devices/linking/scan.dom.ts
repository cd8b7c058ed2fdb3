import { decodeQR } from 'qr/decode.js'

/** Why nothing can be scanned. */
export type ScanProblem = 'refused' | 'none' | 'busy'

/** Of the picture that is searched: a code that fills a third of it is still read. */
const SIDE = 640
const PAUSE = 120

/** Opens the camera that looks away from the person. @returns its stream, or why there is none */
export async function openScanner(): Promise<MediaStream | ScanProblem> {
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices }
  if (!mediaDevices) return 'none'
  try {
    return await mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } })
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    if (error.name === 'NotAllowedError' || error.name === 'SecurityError') return 'refused'
    return error.name === 'NotFoundError' || error.name === 'OverconstrainedError' ? 'none' : 'busy'
  }
}

/** Reads every code that the picture shows, until it is stopped. */
export function watchCodes(video: HTMLVideoElement, onCode: (text: string) => void): () => void {
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const look = () => {
    const { videoWidth: width, videoHeight: height } = video
    if (context === null || width === 0) return
    const scale = Math.min(1, SIDE / Math.max(width, height))
    canvas.width = Math.round(width * scale)
    canvas.height = Math.round(height * scale)
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    const text = findCode(context.getImageData(0, 0, canvas.width, canvas.height))
    if (text !== null) onCode(text)
  }
  const timer = setInterval(look, PAUSE)
  return () => clearInterval(timer)
}

/** Most pictures show none, and the library says so by throwing. */
function findCode(image: ImageData): string | null {
  try {
    return decodeQR(image)
  } catch {
    return null
  }
}
