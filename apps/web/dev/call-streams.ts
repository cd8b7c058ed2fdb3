/** Moving pictures without a camera: a drawn face or a drawn screen, as a stream. */

function painted(
  width: number,
  height: number,
  paint: (pen: CanvasRenderingContext2D, tick: number) => void,
): MediaStream {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  let tick = 0
  const draw = () => pen && paint(pen, tick++)
  draw()
  setInterval(draw, 500)
  return canvas.captureStream(4)
}

const circle = (pen: CanvasRenderingContext2D, x: number, y: number, radius: number, fill: string) => {
  pen.fillStyle = fill
  pen.beginPath()
  pen.arc(x, y, radius, 0, Math.PI * 2)
  pen.fill()
}

const rooms = ['#8d99a5', '#9b968c', '#8c9a9d', '#8a9aa3', '#9296a0', '#a09a92']
const skins = ['#c68f6d', '#e6b999', '#d9a885', '#efcbb0', '#d8ac8b', '#b98263']
const hairs = ['#1c1a19', '#5c3d2a', '#8c8c8c', '#b35a2a', '#3d2c22', '#231c18']
const coats = ['#2b3a67', '#8c4038', '#2a3036', '#1f6064', '#4a4666', '#3c5c45']

/** Somebody before a wall. `index` chooses who. */
export function faceStream(index: number, portrait = false): MediaStream {
  const of = (list: string[]) => list[index % list.length] ?? '#888'
  const [width, height] = portrait ? [480, 854] : [640, 480]
  return painted(width, height, (pen, tick) => {
    pen.fillStyle = of(rooms)
    pen.fillRect(0, 0, width, height)
    pen.fillStyle = 'rgb(255 255 255 / 0.16)'
    pen.fillRect(width * 0.06, height * 0.05, width * 0.18, height * 0.3)
    pen.fillRect(width * 0.78, height * 0.28, width * 0.16, 8)
    const x = width / 2 + (tick % 4 < 2 ? 4 : -4)
    const y = height * 0.48
    const size = width * (portrait ? 0.22 : 0.15)
    circle(pen, x, y + size * 2.9, size * 1.9, of(coats))
    pen.fillStyle = of(skins)
    pen.fillRect(x - size * 0.3, y + size * 0.6, size * 0.6, size)
    circle(pen, x, y - size * 0.25, size * 1.08, of(hairs))
    circle(pen, x, y + size * 0.1, size * 0.92, of(skins))
    circle(pen, x - size * 0.32, y, size * 0.09, '#1c1a19')
    circle(pen, x + size * 0.32, y, size * 0.09, '#1c1a19')
    pen.strokeStyle = '#9c4a3c'
    pen.lineWidth = 4
    pen.beginPath()
    pen.arc(x, y + size * 0.3, size * 0.28, 0.25, Math.PI - 0.25)
    pen.stroke()
  })
}

/** A sheet with lines and hills. */
export function screenStream(): MediaStream {
  return painted(1280, 760, (pen) => {
    pen.fillStyle = '#fcfdfd'
    pen.fillRect(0, 0, 1280, 760)
    pen.fillStyle = '#e3e9d8'
    pen.fillRect(24, 24, 720, 700)
    pen.strokeStyle = '#0a6e78'
    pen.lineWidth = 9
    pen.setLineDash([18, 10])
    pen.beginPath()
    pen.moveTo(80, 640)
    pen.bezierCurveTo(420, 660, 180, 240, 460, 260)
    pen.bezierCurveTo(620, 270, 480, 520, 700, 480)
    pen.stroke()
    pen.setLineDash([])
    pen.fillStyle = '#1a242a'
    pen.font = '24px sans-serif'
    for (let day = 1; day <= 5; day++)
      pen.fillText(`День ${day}     Мульта → озеро     ${5 + day * 2} км`, 780, 40 + day * 60)
  })
}
