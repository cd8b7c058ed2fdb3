const head = 44

/** One channel of sound as a WAV file, which every browser plays. Samples lie between -1 and 1. */
export function wavOf(samples: Float32Array, rate: number): Blob {
  const bytes = new DataView(new ArrayBuffer(head + samples.length * 2))
  const word = (at: number, text: string) => {
    for (let i = 0; i < text.length; i++) bytes.setUint8(at + i, text.charCodeAt(i))
  }
  word(0, 'RIFF')
  bytes.setUint32(4, head - 8 + samples.length * 2, true)
  word(8, 'WAVEfmt ')
  bytes.setUint32(16, 16, true)
  bytes.setUint16(20, 1, true) // PCM
  bytes.setUint16(22, 1, true) // one channel
  bytes.setUint32(24, rate, true)
  bytes.setUint32(28, rate * 2, true)
  bytes.setUint16(32, 2, true)
  bytes.setUint16(34, 16, true)
  word(36, 'data')
  bytes.setUint32(40, samples.length * 2, true)
  samples.forEach((sample, at) => {
    const value = Math.max(-1, Math.min(1, sample))
    bytes.setInt16(head + at * 2, Math.round(value * 32767), true)
  })
  return new Blob([bytes.buffer], { type: 'audio/wav' })
}
