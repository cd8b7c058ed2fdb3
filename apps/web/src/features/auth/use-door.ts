import { useEffect, useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { EngineError } from '../../engine/errors.ts'
import { useText } from '../../i18n/i18n.ts'
import { keptInvite } from '../../app/kept-invite.dom.ts'

interface Door {
  name: string
  /** Nobody has an account here yet. */
  first: boolean
  domains: readonly string[]
  /** Whether there is anything to fill in. */
  open: boolean
  /** What one has to know before. */
  words: string | null
}

type Kind = 'unknown' | 'open' | 'first' | 'invited' | 'bad' | 'invite' | 'closed'

/** Who may make an account here: known before anybody begins to type. While the server does not answer the form is there. */
export function useDoor(): Door {
  const t = useText()
  const [kind, setKind] = useState<Kind>('unknown')
  const [place, setPlace] = useState<{ name: string; domains: readonly string[] }>({ name: '', domains: [] })
  useEffect(() => {
    let gone = false
    const look = async () => {
      const { name, domains, first, signUp } = await engine.auth.place()
      const invite = keptInvite()
      const good = invite === null || first ? null : await isGood(invite)
      if (gone) return
      setPlace({ name, domains: good === true || first || signUp !== 'open' ? [] : domains })
      if (first) setKind('first')
      else if (signUp === 'closed') setKind('closed')
      else if (good === true) setKind('invited')
      else if (signUp === 'open') setKind('open')
      else setKind(good === false ? 'bad' : 'invite')
    }
    // Without an answer the server itself says it, once the form is sent.
    look().catch(() => undefined)
    return () => {
      gone = true
    }
  }, [])
  const words =
    kind === 'first' ? t('door:first.lead') : kind === 'open' || kind === 'unknown' ? null : t(`door:mode.${kind}`)
  return { ...place, first: kind === 'first', open: !['bad', 'invite', 'closed'].includes(kind), words }
}

async function isGood(invite: string): Promise<boolean> {
  try {
    await engine.auth.checkInvite(invite)
    return true
  } catch (error) {
    if (error instanceof EngineError && error.code === 'INVITE_INVALID') return false
    throw error
  }
}
