import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useText } from '../../../i18n/i18n.ts'
import page from '../../../ui/Settings.module.css'
import css from './linking.module.css'
import { openScanner, type ScanProblem, watchCodes } from './scan.dom.ts'

/** The camera, until a code is in its picture. It is let go with the screen. */
export default function Scanner({ onCode }: { onCode(text: string): void }) {
  const t = useText()
  const video = useRef<HTMLVideoElement>(null)
  const [problem, setProblem] = useState<ScanProblem | null>(null)
  const found = useEffectEvent(onCode)
  useEffect(() => {
    let left = false
    let stop = () => {}
    const open = async () => {
      const got = await openScanner()
      if (typeof got === 'string') {
        if (!left) setProblem(got)
        return
      }
      const close = () => {
        for (const track of got.getTracks()) track.stop()
      }
      const element = video.current
      if (left || element === null) return close()
      element.srcObject = got
      const unwatch = watchCodes(element, found)
      stop = () => {
        unwatch()
        close()
      }
    }
    void open()
    return () => {
      left = true
      stop()
    }
  }, [])
  if (problem !== null) return <p className={page.note}>{t(`link:noCamera.${problem}`)}</p>
  return (
    <>
      <video ref={video} className={css.camera} aria-label={t('link:camera')} autoPlay playsInline muted />
      <p className={page.note} data-centred>
        {t('link:aim')}
      </p>
    </>
  )
}
