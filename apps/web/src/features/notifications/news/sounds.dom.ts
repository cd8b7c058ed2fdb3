/** Short dry sounds of a magpie on wood, made here: a click of noise and the knock of a small block under it. */

let context: AudioContext | undefined
let noise: AudioBuffer | undefined

/** Null where nobody has touched the page yet: browsers let it sound only after that. */
function audio(): AudioContext | null {
  context ??= new AudioContext()
  if (context.state === 'suspended') void context.resume()
  return navigator.userActivation && !navigator.userActivation.hasBeenActive ? null : context
}

function click(sound: AudioContext): AudioBuffer {
  if (noise !== undefined) return noise
  noise = new AudioBuffer({ length: Math.round(sound.sampleRate * 0.03), sampleRate: sound.sampleRate })
  const samples = noise.getChannelData(0)
  for (let i = 0; i < samples.length; i++) samples[i] = (Math.random() * 2 - 1) * (1 - i / samples.length) ** 3
  return noise
}

interface Peck {
  /** Of the block, in Hz. */
  pitch: number
  /** Seconds from now. */
  at: number
  loud: number
}

/** All of it is over after 90 ms. */
function peck(sound: AudioContext, { pitch, at, loud }: Peck): void {
  const start = sound.currentTime + at
  const block = new OscillatorNode(sound, { type: 'triangle', frequency: pitch })
  block.frequency.setValueAtTime(pitch * 1.5, start)
  block.frequency.exponentialRampToValueAtTime(pitch, start + 0.02)
  const level = new GainNode(sound, { gain: 0 })
  level.gain.setValueAtTime(0, start)
  level.gain.linearRampToValueAtTime(loud, start + 0.003)
  level.gain.exponentialRampToValueAtTime(0.0001, start + 0.085)
  block.connect(level).connect(sound.destination)
  block.start(start)
  block.stop(start + 0.09)
  const beak = new AudioBufferSourceNode(sound, { buffer: click(sound) })
  const band = new BiquadFilterNode(sound, { type: 'bandpass', frequency: pitch * 2.6, Q: 1.2 })
  const share = new GainNode(sound, { gain: loud * 0.7 })
  beak.connect(band).connect(share).connect(sound.destination)
  beak.start(start)
}

function play(pecks: readonly Peck[]): void {
  const sound = audio()
  if (sound !== null) for (const one of pecks) peck(sound, one)
}

/** Something came in another chat: a chatter of two notes. */
export const newsSound = (): void =>
  play([
    { pitch: 1180, at: 0, loud: 0.22 },
    { pitch: 880, at: 0.085, loud: 0.2 },
  ])

/** What I wrote went into the open chat. */
export const sentSound = (): void => play([{ pitch: 980, at: 0, loud: 0.1 }])

/** Something came into the open chat: the same, lower. */
export const receivedSound = (): void => play([{ pitch: 660, at: 0, loud: 0.1 }])
