import { expect, test } from 'vitest'
import { fit, still, within, zoomAt } from './zoom.ts'

const room = { width: 400, height: 800 }

test('a picture is shown whole, a small one at most twice its size', () => {
  expect(fit({ width: 4000, height: 3000 }, room)).toEqual({ width: 400, height: 300 })
  expect(fit({ width: 100, height: 8000 }, room)).toEqual({ width: 10, height: 800 })
  expect(fit({ width: 50, height: 50 }, room)).toEqual({ width: 100, height: 100 })
  expect(fit({ width: 0, height: 0 }, room)).toEqual(room)
})

test('what lies under the fingers stays there', () => {
  const point = { x: 120, y: -60 }
  const near = zoomAt(still, point, 3)
  const before = { x: point.x / 1, y: point.y / 1 }
  expect({ x: (point.x - near.x) / near.scale, y: (point.y - near.y) / near.scale }).toEqual(before)
  expect(zoomAt(near, point, 0.2)).toEqual(still)
  expect(zoomAt(still, point, 99).scale).toBe(8)
})

test('a picture is not pulled off the stage', () => {
  const picture = { width: 400, height: 300 }
  expect(within({ scale: 2, x: 999, y: 999 }, picture, room)).toEqual({ scale: 2, x: 200, y: 0 })
  expect(within({ scale: 4, x: -999, y: -999 }, picture, room)).toEqual({ scale: 4, x: -600, y: -200 })
})
