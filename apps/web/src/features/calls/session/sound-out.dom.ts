import type { MeshPeer } from '@soroka/client/webrtc'
import { callStore } from '../../../stores/callStore.ts'

/** Plays everybody's sound, whatever is on the screen: no element of the page has to stay for it. */
export class SoundOut {
  readonly #players = new Map<string, HTMLAudioElement>()
  readonly #resume = () => this.#playAll()

  follow(peers: readonly MeshPeer[]): void {
    for (const [device, player] of this.#players)
      if (!peers.some(({ party }) => party.device === device)) {
        player.srcObject = null
        this.#players.delete(device)
      }
    for (const { party, sound } of peers) {
      const player = this.#players.get(party.device) ?? this.#make(party.device)
      if (player.srcObject === sound) continue
      player.srcObject = sound
      if (sound) this.#play(player)
    }
  }

  /** Another speaker, where the browser lets the page choose one. */
  async speakThrough(device: string): Promise<void> {
    await Promise.all([...this.#players.values()].map((player) => choose(player, device)))
  }

  close(): void {
    removeEventListener('pointerdown', this.#resume)
    for (const player of this.#players.values()) player.srcObject = null
    this.#players.clear()
  }

  #make(device: string): HTMLAudioElement {
    const player = new Audio()
    const { audiooutput } = callStore.getState().choices
    if (audiooutput !== null) void choose(player, audiooutput)
    this.#players.set(device, player)
    return player
  }

  #playAll(): void {
    for (const player of this.#players.values()) if (player.paused && player.srcObject) this.#play(player)
  }

  /** After a reload the browser may want a touch of the page first. */
  #play(player: HTMLAudioElement): void {
    player.play().catch((error: unknown) => {
      if (!(error instanceof DOMException)) throw error
      if (error.name === 'NotAllowedError') addEventListener('pointerdown', this.#resume, { once: true })
    })
  }
}

async function choose(player: HTMLAudioElement, device: string): Promise<void> {
  if (!('setSinkId' in player)) return
  try {
    await player.setSinkId(device)
  } catch (error) {
    // Unplugged since it was chosen: the system's own speaker plays.
    if (!(error instanceof DOMException)) throw error
  }
}
