import { expect, test } from 'vitest'
import { extensionOf, recordingType } from './recording-type.ts'

test('MP4 comes first, for every browser plays it; WebM where there is nothing else', () => {
  const safari = (type: string) => /mp4/.test(type) && !/opus/.test(type)
  const chromium = (type: string) => /opus/.test(type)
  const firefox = (type: string) => /webm|ogg/.test(type)
  expect(recordingType('voice', safari)).toBe('audio/mp4;codecs=mp4a.40.2')
  expect(recordingType('voice', chromium)).toBe('audio/mp4;codecs=opus')
  expect(recordingType('voice', firefox)).toBe('audio/webm;codecs=opus')
  expect(recordingType('round', safari)).toBe('video/mp4;codecs=avc1.42E01E,mp4a.40.2')
  expect(recordingType('round', chromium)).toBe('video/mp4;codecs=avc1.42E01E,opus')
  expect(recordingType('round', firefox)).toBe('video/webm;codecs=vp8,opus')
  expect(recordingType('voice', () => false)).toBeUndefined()
})

test('a recording is named by its container', () => {
  expect(extensionOf('audio/mp4;codecs=opus')).toBe('m4a')
  expect(extensionOf('video/mp4')).toBe('mp4')
  expect(extensionOf('audio/webm;codecs=opus')).toBe('webm')
  expect(extensionOf('audio/ogg;codecs=opus')).toBe('ogg')
})
