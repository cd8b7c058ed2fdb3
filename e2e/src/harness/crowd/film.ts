const [width, height, rate] = [320, 180, 12]
const context = new AudioContext()

/** As Chromium has it; the standard one is for workers. */
declare const MediaStreamTrackGenerator: new (init: { kind: 'video' }) => MediaStreamTrack & {
  writable: WritableStream<VideoFrame>
}

/** A field of a colour of its own, in which much moves: a picture that costs as much as one of a camera. */
export function film(seat: number): { track: MediaStreamTrack; stop(): void } {
  const canvas = new OffscreenCanvas(width, height)
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  // Not what a canvas shows: that waits for a screen, and this page has none.
  const track = new MediaStreamTrackGenerator({ kind: 'video' })
  const writer = track.writable.getWriter()
  let step = 0
  const draw = () => {
    pen.fillStyle = `hsl(${seat * 67} 45% 32%)`
    pen.fillRect(0, 0, width, height)
    pen.fillStyle = `hsl(${seat * 67} 60% 72%)`
    pen.beginPath()
    pen.arc(width / 2 + 70 * Math.sin(step / 9), height / 2 + 30 * Math.cos(step / 7), 34, 0, 2 * Math.PI)
    pen.fill()
    for (let n = 0; n < 60; n++) pen.fillRect(Math.random() * width, height * (0.8 + Math.random() / 5), 6, 2)
    step++
    const frame = new VideoFrame(canvas, { timestamp: performance.now() * 1000 })
    writer.write(frame).catch(() => frame.close())
  }
  const timer = setInterval(draw, 1000 / rate)
  return { track, stop: () => clearInterval(timer) }
}

/** A tone of its own height that swells and fades, like a voice. */
export function voice(seat: number): { track: MediaStreamTrack; stop(): void } {
  const [tone, swell, swelling, out] = [
    new OscillatorNode(context, { frequency: 220 + 30 * (seat % 12) }),
    new OscillatorNode(context, { frequency: 3 }),
    new GainNode(context, { gain: 0.2 }),
    new MediaStreamAudioDestinationNode(context),
  ]
  const loud = new GainNode(context, { gain: 0.3 })
  swell.connect(swelling).connect(loud.gain)
  tone.connect(loud).connect(out)
  tone.start()
  swell.start()
  const [track] = out.stream.getAudioTracks()
  if (!track) throw new Error('no sound')
  const stop = () => {
    tone.stop()
    swell.stop()
  }
  return { track, stop }
}
