import { Suspense, useState } from 'react'
import { closeSheet } from '../../stores/sheetStore.ts'
import { MyLinkSheet } from '../people/index.ts'
import { LinkStep } from './LinkStep.tsx'
import { NewGroup } from './NewGroup.tsx'
import { StartStep } from './StartStep.tsx'

/** The beginning of a chat: find a person, make a group, or come in by a link. */
export default function NewChatSheet({ first }: { first: 'start' | 'group' }) {
  const [step, setStep] = useState<'start' | 'group' | 'link' | 'mine'>(first)
  const back = () => (first === 'start' ? setStep('start') : closeSheet())
  if (step === 'group') return <NewGroup onBack={back} />
  if (step === 'link') return <LinkStep onBack={back} />
  if (step === 'mine')
    return (
      <Suspense fallback={null}>
        <MyLinkSheet onClose={closeSheet} onBack={back} />
      </Suspense>
    )
  return <StartStep onGroup={() => setStep('group')} onLink={() => setStep('link')} onInvite={() => setStep('mine')} />
}
