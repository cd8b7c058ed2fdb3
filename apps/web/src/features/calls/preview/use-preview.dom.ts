import { useState } from 'react'
import { useCalls } from '../../../stores/callStore.ts'
import { useLook } from './look.dom.ts'

/** What one will send, looked at before anybody else sees and hears it. */
export function usePreview() {
  const [audio, setAudio] = useState(true)
  const [video, setVideo] = useState(true)
  const { audioinput, videoinput } = useCalls(({ choices }) => choices)
  const sound = useLook('audio', audio, audioinput)
  const picture = useLook('video', video, videoinput)
  return {
    audio,
    video,
    setAudio,
    setVideo,
    sound,
    picture,
    /** There is a picture to send. */
    shows: video && picture.problem === null,
    problem: (video ? picture.problem : null) ?? (audio ? sound.problem : null),
  }
}

export type Previewed = ReturnType<typeof usePreview>
