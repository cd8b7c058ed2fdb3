// Devices of people without a screen: they send through the product's own code, what they see nobody looks at.
import { Sfu } from '../../../../packages/client/src/webrtc/sfu/index.ts'
import type { CallParty } from '../../../../packages/client/src/types/calls.ts'
import { film, voice } from './film.ts'
import type { CrowdEngines, CrowdPage } from './seats.ts'

const { crowdWay, crowdKeys } = window as unknown as CrowdEngines
const seats = new Map<number, { sfu: Sfu; stop(): void }>()

function enter(seat: number, me: CallParty): void {
  const [picture, sound] = [film(seat), voice(seat)]
  const sfu = new Sfu({
    me,
    way: () => crowdWay(seat),
    keys: async (senders, index) => {
      const { epoch, keys } = await crowdKeys(seat, senders, index)
      return { epoch, keys: keys.map((key) => Uint8Array.from(key)) }
    },
    changed: () => undefined,
    reaction: () => undefined,
    failed: (error) => console.error(error),
  })
  sfu.takePictures(false)
  sfu.send({ camera: picture.track, audio: sound.track, screen: null, sound: null })
  const stop = () => {
    picture.stop()
    sound.stop()
  }
  seats.set(seat, { sfu, stop })
}

const sfuOf = (seat: number): Sfu => {
  const found = seats.get(seat)?.sfu
  if (!found) throw new Error(`nobody in seat ${seat}`)
  return found
}

const crowd: CrowdPage = {
  enter,
  follow: (seat, devices, departures) => sfuOf(seat).follow(devices, departures),
  rekey: (seat) => sfuOf(seat).rekey(),
  react: (seat, emoji) => sfuOf(seat).react(emoji),
  connected: (seat) =>
    sfuOf(seat)
      .peers()
      .filter(({ state }) => state === 'connected').length,
  leave: (seat) => {
    const one = seats.get(seat)
    seats.delete(seat)
    one?.sfu.close()
    one?.stop()
  },
}
Object.assign(window, { crowd })
