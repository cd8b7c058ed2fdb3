/** What a device sends into a call; null: nothing of that kind. `sound` is that of the screen it shows. */
export interface Sources {
  audio: MediaStreamTrack | null
  camera: MediaStreamTrack | null
  screen: MediaStreamTrack | null
  sound: MediaStreamTrack | null
}

export type SourceName = keyof Sources

/** The order of the media lines in every offer (RFC 9429, 5.2.1); it never changes. */
export const sourceNames: readonly SourceName[] = ['audio', 'camera', 'screen', 'sound']

export const noSources: Sources = { audio: null, camera: null, screen: null, sound: null }
