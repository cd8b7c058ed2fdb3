import { type DeviceKind, Level, listDevices } from '@soroka/client/webrtc'
import { useEffect, useState } from 'react'
import type { CallProblem } from '../../../stores/callStore.ts'

type Kind = 'audio' | 'video'

interface Look {
  stream: MediaStream | null
  problem: CallProblem | null
}

const nothing: Look = { stream: null, problem: null }

function problemOf(kind: Kind, error: unknown): CallProblem {
  const blocked = error instanceof DOMException && error.name === 'NotAllowedError'
  if (kind === 'audio') return blocked ? 'mic_blocked' : 'mic_missing'
  return blocked ? 'camera_blocked' : 'camera_missing'
}

/** A microphone or a camera while it is wanted, before any call; it is let go afterwards. */
export function useLook(kind: Kind, wanted: boolean, device: string | null): Look {
  const [look, setLook] = useState(nothing)
  useEffect(() => {
    if (!wanted) return
    let left = false
    let opened: MediaStream | null = null
    const close = (stream: MediaStream) => stream.getTracks().forEach((track) => track.stop())
    const open = async () => {
      try {
        const stream = await navigator.mediaDevices.getUserMedia({
          [kind]: device === null ? true : { deviceId: device },
        })
        if (left) return close(stream)
        opened = stream
        setLook({ stream, problem: null })
      } catch (error) {
        if (!left) setLook({ stream: null, problem: problemOf(kind, error) })
      }
    }
    void open()
    return () => {
      left = true
      if (opened) close(opened)
      setLook(nothing)
    }
  }, [kind, wanted, device])
  return look
}

/** How loud a microphone is, from 0 to 1, ten times a second. */
export function useLevel(stream: MediaStream | null): number {
  const [level, setLevel] = useState(0)
  useEffect(() => {
    const [track] = stream?.getAudioTracks() ?? []
    if (!track) return
    const ear = new Level(track)
    const timer = setInterval(() => setLevel(Math.min(1, ear.read() * 4)), 100)
    return () => {
      clearInterval(timer)
      setLevel(0)
      ear.close()
    }
  }, [stream])
  return level
}

/** The devices of a kind by their names, which browsers tell once one of them was opened. */
export function useDevices(kind: DeviceKind, opened: boolean): { id: string; label: string }[] {
  const [devices, setDevices] = useState<{ id: string; label: string }[]>([])
  useEffect(() => {
    let left = false
    const read = () =>
      void listDevices(kind).then((all) => {
        if (!left) setDevices(opened ? all : [])
      })
    read()
    navigator.mediaDevices.addEventListener('devicechange', read)
    return () => {
      left = true
      navigator.mediaDevices.removeEventListener('devicechange', read)
    }
  }, [kind, opened])
  return devices
}
