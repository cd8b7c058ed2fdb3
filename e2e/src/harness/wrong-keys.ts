import type { Page } from 'playwright-core'

/** Runs before the page's own script: the keys of the others' connections are others than those that came sealed. */
export function spoilFingerprints(): void {
  const spoilt = (sdp: string) =>
    sdp.replaceAll(
      /^(a=fingerprint:\S+ )(..)/gm,
      (_, head: string, byte: string) => head + (byte === '00' ? '01' : '00'),
    )
  const Plain = RTCPeerConnection
  window.RTCPeerConnection = class extends Plain {
    override setRemoteDescription({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
      return super.setRemoteDescription({ type, sdp: spoilt(sdp) })
    }
  }
}

/** Of the pictures that a page was ever sent over the connections it has: how many came, and how many could be shown. */
export async function everSeen(page: Page): Promise<{ came: number; shown: number }> {
  return await page.evaluate(async () => {
    const { connections } = window as unknown as { connections: RTCPeerConnection[] }
    const reports = await Promise.all(connections.map((one) => one.getStats()))
    const pictures = reports
      .flatMap((report) => [...report.values()] as Record<string, unknown>[])
      .filter(({ type, kind }) => type === 'inbound-rtp' && kind === 'video')
    return {
      came: pictures.filter(({ bytesReceived }) => Number(bytesReceived) > 0).length,
      shown: pictures.filter(({ framesDecoded }) => Number(framesDecoded) > 0).length,
    }
  })
}
