import { describe, expect, test } from 'vitest'
import { safeType, shapeOf } from './shapes.ts'

describe('how a file is shown', () => {
  test.each([
    ['image/jpeg', 'photo'],
    ['image/png', 'photo'],
    ['image/gif', 'gif'],
    ['video/mp4', 'video'],
    ['audio/ogg; codecs=opus', 'audio'],
    ['image/svg+xml', 'document'],
    ['image/heic', 'document'],
    ['text/html', 'document'],
    ['', 'document'],
  ] as const)('%s is a %s', (type, shape) => {
    expect(shapeOf(type)).toBe(shape)
  })

  test.each([
    ['photo', 'text/html'],
    ['photo', 'image/svg+xml'],
    ['document', 'image/png'],
    ['video', 'application/xhtml+xml'],
    ['audio', 'audio/<script>'],
  ] as const)('S11 a %s that calls itself %s gets no type of its own', (shape, type) => {
    expect(safeType(shape, type)).toBe('application/octet-stream')
  })

  test('what is drawn or played keeps its type', () => {
    expect(safeType('photo', 'image/webp')).toBe('image/webp')
    expect(safeType('voice', 'audio/webm;codecs=opus')).toBe('audio/webm')
  })
})
