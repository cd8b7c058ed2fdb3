import type { ChatView } from '@soroka/client/types'
import { IconDownload } from '@tabler/icons-react'
import { useText } from '../../i18n/i18n.ts'
import { InfoRow, rowIcon } from './InfoRow.tsx'
import { usePart } from './use-part.ts'

export function ExportRow({ chat }: { chat: ChatView }) {
  const t = useText()
  const { open } = usePart(chat.id)
  return <InfoRow icon={<IconDownload {...rowIcon} />} label={t('people:part.export')} onClick={() => open('export')} />
}
