/** What a camera may cost: each device of a mesh encodes its picture once for every other one. */
export interface Budget {
  width: number
  height: number
  frames: number
  /** Bits a second, for each one who receives. */
  camera: number
  screen: number
  screenFrames: number
  /** Kilobits a second to begin with, where that is more than browsers begin with. */
  start?: number
}

const alone: Budget = {
  width: 1280,
  height: 720,
  frames: 30,
  camera: 1_700_000,
  screen: 2_500_000,
  screenFrames: 15,
  start: 800,
}
const three: Budget = { width: 640, height: 360, frames: 20, camera: 500_000, screen: 1_200_000, screenFrames: 8 }
const many: Budget = { width: 320, height: 180, frames: 15, camera: 180_000, screen: 700_000, screenFrames: 5 }

/** Bits a second of speech: Opus with its error correction (RFC 7587). */
export const speechBits = 40_000
/** Of a screen's sound, which may be music. */
export const soundBits = 96_000

/** Measured on two cores: four people at 320×180 keep 15 frames a second with a fifth of a core each. */
export function budgetFor(devices: number): Budget {
  if (devices <= 2) return alone
  return devices === 3 ? three : many
}
