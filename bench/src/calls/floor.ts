import type { Browser } from 'playwright-core'

/** What the browser itself needs: two connections of one page, nothing sealed, nobody in between. @returns ms from the offer to the first frame */
export async function measureBare(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage()
  await page.goto(url)
  const ms = await page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 1280, height: 720 } })
    const [caller, callee] = [new RTCPeerConnection(), new RTCPeerConnection()]
    const began = performance.now()
    caller.addEventListener('icecandidate', ({ candidate }) => candidate && void callee.addIceCandidate(candidate))
    callee.addEventListener('icecandidate', ({ candidate }) => candidate && void caller.addIceCandidate(candidate))
    const shown = new Promise<number>((resolve) => {
      callee.addEventListener('track', ({ track }) => {
        if (track.kind !== 'video') return
        const video = document.createElement('video')
        video.muted = true
        video.srcObject = new MediaStream([track])
        document.body.append(video)
        video.requestVideoFrameCallback(() => resolve(performance.now() - began))
        void video.play()
      })
    })
    for (const track of stream.getTracks()) caller.addTrack(track, stream)
    await caller.setLocalDescription()
    await callee.setRemoteDescription(caller.localDescription ?? { type: 'offer' })
    await callee.setLocalDescription()
    await caller.setRemoteDescription(callee.localDescription ?? { type: 'answer' })
    const ms = await shown
    for (const one of [caller, callee]) one.close()
    for (const track of stream.getTracks()) track.stop()
    return ms
  })
  await page.close()
  return ms
}
