const SIZE = 64

let own: HTMLLinkElement | undefined
let shown = 0

/** The bird in the tab wears a dot with the number of what is new; without news it is as the page brought it. */
export async function drawFavicon(count: number): Promise<void> {
  shown = count
  if (count === 0) return own?.remove()
  const bird = new Image()
  bird.src = '/icons/icon-192.png'
  try {
    await bird.decode()
  } catch (error) {
    // The number in the title says the same.
    if (error instanceof DOMException) return
    throw error
  }
  if (shown !== count) return
  own ??= Object.assign(document.createElement('link'), { rel: 'icon', type: 'image/png' })
  own.href = picture(bird, count > 99 ? '99' : String(count))
  // The last one counts.
  document.head.append(own)
}

function picture(bird: HTMLImageElement, text: string): string {
  const canvas = Object.assign(document.createElement('canvas'), { width: SIZE, height: SIZE })
  const pen = canvas.getContext('2d')
  if (!pen) return bird.src
  pen.drawImage(bird, 0, 0, SIZE, SIZE)
  const radius = 20
  const across = text.length > 1 ? radius * 2.5 : radius * 2
  pen.fillStyle = '#b92d33'
  pen.strokeStyle = '#fff'
  pen.lineWidth = 4
  pen.beginPath()
  pen.roundRect(SIZE - across - 2, SIZE - radius * 2 - 2, across, radius * 2, radius)
  pen.stroke()
  pen.fill()
  pen.fillStyle = '#fff'
  pen.font = '700 30px system-ui, sans-serif'
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(text, SIZE - across / 2 - 2, SIZE - radius)
  return canvas.toDataURL('image/png')
}
