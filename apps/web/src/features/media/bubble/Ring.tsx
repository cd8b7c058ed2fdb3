import '@mantine/core/styles/RingProgress.layer.css'
import { RingProgress } from '@mantine/core'

const start = 4

/** How much of something is done; a moment after its beginning there is something to see. */
export function Ring({ percent }: { percent: number }) {
  return (
    <RingProgress
      size={48}
      thickness={3}
      roundCaps
      sections={[{ value: Math.max(start, percent), color: 'currentColor' }]}
      rootColor="transparent"
    />
  )
}
