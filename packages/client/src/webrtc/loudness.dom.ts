/** (ms) What came longer ago says nothing of now. */
const FRESH = 1000

/** 0 to 1: how loud the last packet was (RFC 6464); nothing has to be decoded for it. */
export function loudnessOf(receiver: RTCRtpReceiver | undefined): number {
  const [newest] = receiver?.getSynchronizationSources() ?? []
  const isFresh = newest && performance.timeOrigin + performance.now() - newest.timestamp < FRESH
  return isFresh ? (newest.audioLevel ?? 0) : 0
}
