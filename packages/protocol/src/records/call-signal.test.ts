import { describe, expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { decodeSignal, encodeSignal, encodeSignalHeader, MAX_SIGNAL_BODY, SIGNAL_HEADER_BYTES } from './call-signal.ts'
import { decodeSignalBody, encodeSignalBody, type SignalBody } from './call-signal-body.ts'
import { pad } from './padding.ts'
import { fill, signalHeader } from './testing.ts'

const header = encodeSignalHeader(signalHeader)
const seal = (padded: number) => encodeSignal(header, fill(12, 1), fill(64 + padded + 16, 2))
const { from, to } = signalHeader

describe('S15 signals of calls', () => {
  it('come back as they were written', () => {
    const decoded = decodeSignal(seal(1024))
    expect(decoded.header).toEqual({ v: 1, suite: 1, ...signalHeader })
    expect(decoded.headerBytes).toEqual(header)
    expect(header).toHaveLength(SIGNAL_HEADER_BYTES)
  })

  it('tell a bucket, not a length, and the largest body fits beside all the rest', () => {
    expect(pad(fill(MAX_SIGNAL_BODY, 1))).toHaveLength(16_384)
    expect(seal(16_384).length).toBeLessThanOrEqual(limits.callSignalBytes)
    expect(() => seal(32_768)).toThrow('too_large')
    for (const odd of [0, 63, 100, 1025, 16_383]) expect(() => seal(odd)).toThrow('length')
  })

  it.each([
    ['from a join that was none', { from: { ...from, connEpoch: 0 } }, 118, 4],
    ['to a join that was none', { to: { ...to, connEpoch: 0 } }, 154, 4],
    ['without a number', { seq: 0 }, SIGNAL_HEADER_BYTES - 8, 8],
  ])('%s: not written, and not read', (_what, change, at, length) => {
    expect(() => encodeSignalHeader({ ...signalHeader, ...change })).toThrow('range')
    expect(() => decodeSignal(seal(64).fill(0, at, at + length))).toThrow('range')
  })

  it('no device speaks to itself', () => {
    expect(() => encodeSignalHeader({ ...signalHeader, to: { ...from, connEpoch: 9 } })).toThrow('range')
    const bytes = seal(64)
    bytes.copyWithin(122, 86, 118)
    expect(() => decodeSignal(bytes)).toThrow('range')
  })

  it('another length of header or iv is none', () => {
    expect(() => encodeSignal(header.slice(1), fill(12, 1), fill(144, 2))).toThrow('length')
    expect(() => encodeSignal(header, fill(11, 1), fill(144, 2))).toThrow('length')
  })

  it('a body keeps to its sizes', () => {
    const largest = MAX_SIGNAL_BODY - 8
    const offer = (length: number) => encodeSignalBody({ kind: 'offer', round: 1, anew: true, sdp: 'x'.repeat(length) })
    expect(offer(largest)).toHaveLength(MAX_SIGNAL_BODY)
    expect(() => offer(largest + 1)).toThrow('too_large')
    const one = { candidate: 'c', mid: '0', line: 0 }
    const many = (count: number) =>
      ({ kind: 'candidates', round: 1, candidates: Array.from({ length: count }, () => one) }) as const
    expect(decodeSignalBody(encodeSignalBody(many(64)))).toEqual(many(64))
    expect(() => encodeSignalBody(many(65))).toThrow('too_large')
    const long = { kind: 'candidates', round: 1, candidates: [{ ...one, candidate: 'c'.repeat(1025) }] } as SignalBody
    expect(() => encodeSignalBody(long)).toThrow('too_large')
    expect(() => encodeSignalBody({ kind: 'answer', round: 1, sdp: '\uD800' })).toThrow('encoding')
  })

  it('a kind of a newer version is none', () => {
    expect(() => decodeSignalBody(new Uint8Array([5, 0]))).toThrow('range')
    expect(() => decodeSignalBody(new Uint8Array())).toThrow('truncated')
  })
})
