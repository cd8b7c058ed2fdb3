import { engine } from '../../../engine/engine.ts'
import { EngineError } from '../../../engine/errors.ts'
import { type FilePlace, fileUrl } from '../file-urls.dom.ts'
import { type MediaAddress, mediaAddress } from '../stream/media-desk.dom.ts'
import { wavOf } from './wav.ts'

/** Without the service worker music must be read whole into memory (bytes). */
const mostWhole = 400_000_000
/** Enough for speech, at a third of the memory. */
const speechRate = 16_000

/** Where a sound is read from. Speech is small and wanted whole: it can be heard again without a network. */
export async function soundUrl(place: FilePlace, failed: (code: string) => void): Promise<MediaAddress> {
  const whole = async () => ({ url: await fileUrl(place, place.file.id), close: () => undefined })
  if (place.file.shape === 'voice') return await whole()
  const address = await mediaAddress(place, false, { failed })
  if (address) return address
  if (place.file.size > mostWhole) throw new EngineError('TOO_LARGE')
  return await whole()
}

/**
 * Speech that the player does not take, as a file that it does: Safari before 17.4 decodes Opus of WebM for Web Audio
 * alone. Throws when nothing here understands it.
 */
export async function understoodUrl(place: FilePlace): Promise<string> {
  const blob = await engine.files.read(place.chat, place.message, place.file.id)
  const sound = await new OfflineAudioContext(1, 1, speechRate).decodeAudioData(await blob.arrayBuffer())
  return URL.createObjectURL(wavOf(sound.getChannelData(0), sound.sampleRate))
}
