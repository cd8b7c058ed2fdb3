/**
 * Chromium begins a film with what 300 kbit/s carry, 320×180, and needs half a minute up to 720 lines, however wide the
 * line is. A word in the description of who receives lets it begin higher; its own estimate of the network takes over
 * within a second. Other browsers don't know the word and leave it out (RFC 8866, 6.15).
 */
export function beginAt(sdp: string, kilobits: number): string {
  const [head = '', ...sections] = sdp.split(/^(?=m=)/m)
  const first = sections.findIndex((section) => section.startsWith('m=video'))
  return [head, ...sections.map((section, n) => (n === first ? raise(section, kilobits) : section))].join('')
}

function raise(section: string, kilobits: number): string {
  const number = /^a=rtpmap:(\d+) VP8\//m.exec(section)?.[1]
  if (number === undefined || section.includes(`a=fmtp:${number} `)) return section
  return section.replace(
    new RegExp(`^(a=rtpmap:${number} .*\r\n)`, 'm'),
    `$1a=fmtp:${number} x-google-start-bitrate=${kilobits}\r\n`,
  )
}
