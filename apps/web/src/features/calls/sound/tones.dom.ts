/** Short soft sounds of calls, made here: a struck bar of wood and its fourth tone, which is gone sooner. */

let context: AudioContext | undefined

/** Asleep where nobody has touched the page yet: browsers let it sound only after that. */
function audio(): AudioContext {
  context ??= new AudioContext()
  if (context.state === 'suspended') void context.resume()
  return context
}

interface Note {
  frequency: number
  /** Seconds from now. */
  at: number
  loud: number
  /** Seconds until it is gone. */
  length: number
}

function strike(sound: AudioContext, into: AudioNode, { frequency, at, loud, length }: Note): void {
  const start = sound.currentTime + at
  for (const [times, share, lasts] of [
    [1, 1, 1],
    [3.9, 0.22, 0.35],
  ] as const) {
    const tone = new OscillatorNode(sound, { frequency: frequency * times })
    const level = new GainNode(sound, { gain: 0 })
    level.gain.setValueAtTime(0, start)
    level.gain.linearRampToValueAtTime(loud * share, start + 0.006)
    level.gain.exponentialRampToValueAtTime(0.0001, start + length * lasts)
    tone.connect(level).connect(into)
    tone.start(start)
    tone.stop(start + length)
  }
}

function play(notes: Note[]): void {
  const sound = audio()
  for (const note of notes) strike(sound, sound.destination, note)
}

/** Plays a bar again and again, louder in its first second. @returns ends it */
function loop(bar: Note[], every: number): () => void {
  const sound = audio()
  const out = new GainNode(sound, { gain: 0.15 })
  out.gain.linearRampToValueAtTime(1, sound.currentTime + 1)
  out.connect(sound.destination)
  const once = () => bar.forEach((note) => strike(sound, out, note))
  once()
  const timer = setInterval(once, every)
  return () => {
    clearInterval(timer)
    out.gain.cancelScheduledValues(sound.currentTime)
    out.gain.setTargetAtTime(0, sound.currentTime, 0.03)
    setTimeout(() => out.disconnect(), 300)
  }
}

const melody = [659.3, 783.9, 987.8, 783.9, 880, 1046.5, 880, 659.3]

/** Somebody calls: four seconds of marimba, over and over. */
export function ring(): () => void {
  return loop(
    melody.map((frequency, index) => ({
      frequency,
      at: index * 0.24,
      loud: index % 4 === 0 ? 0.3 : 0.22,
      length: 0.7,
    })),
    4000,
  )
}

/** It rings on the other side. */
export function callingTone(): () => void {
  return loop(
    [
      { frequency: 440, at: 0, loud: 0.12, length: 0.9 },
      { frequency: 554.4, at: 0.28, loud: 0.1, length: 0.9 },
    ],
    3200,
  )
}

export function connectedSound(): void {
  play([
    { frequency: 659.3, at: 0, loud: 0.16, length: 0.2 },
    { frequency: 987.8, at: 0.11, loud: 0.16, length: 0.26 },
  ])
}

export function endedSound(): void {
  play([
    { frequency: 587.3, at: 0, loud: 0.16, length: 0.2 },
    { frequency: 392, at: 0.12, loud: 0.16, length: 0.28 },
  ])
}
