import type { LinkRequest } from '@soroka/client/types'
import { useState } from 'react'
import { engine } from '../../../engine/engine.ts'
import { useText } from '../../../i18n/i18n.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { AskStep } from './AskStep.tsx'
import { CodeStep } from './CodeStep.tsx'

interface Props {
  onClose(): void
  /** With what there is to say. */
  onDone(text: string): void
}

/** Lets a new device in: its code is read, a person looks at it, and the password opens the keys for it. */
export function LinkSheet({ onClose, onDone }: Props) {
  const t = useText()
  const [request, setRequest] = useState<LinkRequest | null>(null)
  if (request === null)
    return (
      <Sheet title={t('link:link')} onClose={onClose} low>
        <CodeStep onCode={async (code) => setRequest(await engine.devices.readLink(code))} />
      </Sheet>
    )
  const { link, name } = request
  return (
    <Sheet title={t('link:askTitle')} onClose={onClose} low>
      <AskStep
        request={request}
        onAllow={async (password) => {
          await engine.devices.approveLink({ link, password })
          onDone(t('link:done', { name }))
        }}
        onRefuse={async () => {
          await engine.devices.refuseLink(link)
          onDone(t('link:refused'))
        }}
      />
    </Sheet>
  )
}
