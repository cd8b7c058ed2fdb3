import { Button } from '@mantine/core'
import { useText } from '../../../i18n/i18n.ts'
import panel from '../../../ui/Panel.module.css'
import { Sheet } from '../../../ui/Sheet.tsx'
import { withCall } from '../calling.ts'
import { useCallTitle } from '../names.ts'
import { openPreview, type Preview } from './open-preview.ts'
import { PreviewLook } from './PreviewLook.tsx'
import { usePreview } from './use-preview.dom.ts'

/** Before others see and hear one. */
export function PreviewSheet({ preview }: { preview: Preview }) {
  const t = useText()
  const title = useCallTitle(preview.chat)
  const look = usePreview()
  const come = () => {
    openPreview(null)
    void withCall(async (controls) => {
      if (preview.call) await controls.join(preview.call, { video: look.shows })
      else await controls.start(preview.chat, { video: look.shows })
      if (!look.audio) await controls.setMicrophone(false)
    })
  }
  return (
    <Sheet
      title={title}
      onClose={() => openPreview(null)}
      low
      footer={
        <Button data-autofocus onClick={come}>
          {t(preview.call ? 'calls:preview.join' : 'calls:preview.start')}
        </Button>
      }
    >
      <PreviewLook look={look} />
      <p className={panel.note}>{t('calls:preview.note')}</p>
    </Sheet>
  )
}
