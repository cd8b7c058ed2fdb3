import type { DeviceId, UserId } from '@soroka/protocol'
import { useEffect, useState } from 'react'
import type { CallTile } from '../../../stores/callStore.ts'

/** Long enough to be read; the mark on the tile stays. */
const shown = 4000

/** Who has raised a hand just now. */
export function useRaised(tiles: CallTile[]): UserId | null {
  const [seen, setSeen] = useState<DeviceId[]>([])
  const up = tiles.filter(({ media }) => media.hand)
  const fresh = up.find(({ device }) => !seen.includes(device))
  const hands = up.map(({ device }) => device).join(' ')
  useEffect(() => {
    const timer = setTimeout(() => setSeen(hands === '' ? [] : (hands.split(' ') as DeviceId[])), shown)
    return () => clearTimeout(timer)
  }, [hands])
  return fresh?.user ?? null
}
