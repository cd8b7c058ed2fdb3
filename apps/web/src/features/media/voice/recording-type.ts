/** What is recorded: a voice alone, or a face in a circle with it. */
export type Kind = 'voice' | 'round'

/**
 * Containers that every supported browser plays come first: MP4 with AAC, then with Opus. WebM is what is left to Firefox
 * and to Chromium before 126 (docs/adr/0011).
 */
const wished: Record<Kind, readonly string[]> = {
  voice: [
    'audio/mp4;codecs=mp4a.40.2',
    'audio/mp4;codecs=opus',
    'audio/mp4',
    'audio/webm;codecs=opus',
    'audio/ogg;codecs=opus',
  ],
  round: [
    'video/mp4;codecs=avc1.42E01E,mp4a.40.2',
    'video/mp4;codecs=avc1.42E01E,opus',
    'video/mp4',
    'video/webm;codecs=vp8,opus',
    'video/webm',
  ],
}

/** The best type that this browser records; undefined when it records nothing that others play. */
export function recordingType(kind: Kind, supports: (type: string) => boolean): string | undefined {
  return wished[kind].find(supports)
}

/** The end of a file's name, for whoever saves it. */
export function extensionOf(type: string): string {
  if (type.includes('mp4')) return type.startsWith('audio/') ? 'm4a' : 'mp4'
  return type.includes('ogg') ? 'ogg' : 'webm'
}
