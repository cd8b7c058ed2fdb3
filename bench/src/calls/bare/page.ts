// A page with nothing but livekit-client: as many publishers as are wanted, or one that watches them all.
import { ExternalE2EEKeyProvider, Room, RoomEvent, Track, type RoomOptions } from 'livekit-client'
import { film, voice } from '../../../../e2e/src/harness/crowd/film.ts'

async function optionsOf(sealed: boolean): Promise<RoomOptions> {
  if (!sealed) return {}
  const keyProvider = new ExternalE2EEKeyProvider()
  await keyProvider.setKey('a key that all of the room share')
  const worker = new Worker(new URL('livekit-client/e2ee-worker', import.meta.url), { type: 'module' })
  return { encryption: { keyProvider, worker } }
}

async function come(url: string, token: string, sealed: boolean, autoSubscribe: boolean): Promise<Room> {
  const room = new Room({ ...(await optionsOf(sealed)), dynacast: true, adaptiveStream: autoSubscribe })
  if (sealed) await room.setE2EEEnabled(true)
  room.on(RoomEvent.TrackSubscribed, (track) => {
    const element = track.attach()
    if (track.kind === Track.Kind.Video)
      Object.assign(element.style, { width: '23vw', height: '12vw', objectFit: 'cover' })
    document.body.append(element)
  })
  await room.connect(url, token, { autoSubscribe })
  return room
}

async function send(room: Room, seat: number): Promise<void> {
  const { localParticipant } = room
  const picture = { simulcast: false, videoCodec: 'vp8', source: Track.Source.Camera } as const
  await localParticipant.publishTrack(film(seat).track, picture)
  await localParticipant.publishTrack(voice(seat).track, { red: false, source: Track.Source.Microphone })
}

Object.assign(window, {
  bare: {
    publish: async (seat: number, url: string, token: string, sealed: boolean) => {
      await send(await come(url, token, sealed, false), seat)
    },
    watch: async (seat: number, url: string, token: string, sealed: boolean) => {
      await send(await come(url, token, sealed, true), seat)
    },
  },
})
