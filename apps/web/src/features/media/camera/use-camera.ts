import { useEffect, useState } from 'react'
import { type CameraProblem, closeCamera, type Facing, hasTwoCameras, openCamera } from './camera.dom.ts'

export interface CameraState {
  stream: MediaStream | null
  problem: CameraProblem | null
  /** There is another one to turn to. */
  turns: boolean
}

const waiting: CameraState = { stream: null, problem: null, turns: false }

/** The live picture of a camera while it is wanted; it is let go with the screen. */
export function useCamera(facing: Facing, sound: boolean, wanted: boolean): CameraState {
  const [state, setState] = useState(waiting)
  useEffect(() => {
    if (!wanted) return
    let left = false
    let opened: MediaStream | null = null
    const open = async () => {
      const got = await openCamera(facing, sound)
      if (typeof got === 'string') {
        if (!left) setState({ ...waiting, problem: got })
        return
      }
      if (left) return closeCamera(got)
      opened = got
      setState({ stream: got, problem: null, turns: await hasTwoCameras() })
    }
    void open()
    return () => {
      left = true
      if (opened) closeCamera(opened)
      setState(waiting)
    }
  }, [facing, sound, wanted])
  return state
}
