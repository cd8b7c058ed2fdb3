import type { ChatView } from '@soroka/client/types'
import { lazy, Suspense } from 'react'
import { CameraDialog } from '../../media/index.ts'
import { ReportSheet } from '../../reports/index.ts'
import { type OpenDialog, openDialog } from '../ui-store.ts'

const AttachFiles = lazy(() => import('./AttachFiles.tsx'))
const DateDialog = lazy(() => import('./DateDialog.tsx'))
const DeleteDialog = lazy(() => import('./DeleteDialog.tsx'))
const ForwardDialog = lazy(() => import('./ForwardDialog.tsx'))
const InfoDialog = lazy(() => import('./InfoDialog.tsx'))
const PinsDialog = lazy(() => import('./PinsDialog.tsx'))
const PollDialog = lazy(() => import('./PollDialog.tsx'))
const RescheduleDialog = lazy(() => import('./RescheduleDialog.tsx'))
const ScheduledDialog = lazy(() => import('./ScheduledDialog.tsx'))
const ScheduleDialog = lazy(() => import('./ScheduleDialog.tsx'))
const StickerPage = lazy(() => import('./StickerPage.tsx'))
const StickerPackPage = lazy(() => import('./StickerPackPage.tsx'))
const VotersDialog = lazy(() => import('./VotersDialog.tsx'))

function draw(chat: ChatView, dialog: OpenDialog, onClose: () => void) {
  switch (dialog.kind) {
    case 'attach':
      return <AttachFiles key={dialog.files[0]?.name} chat={chat} dialog={dialog} onClose={onClose} />
    case 'camera':
      return <CameraDialog onTake={dialog.take} onClose={onClose} />
    case 'date':
      return <DateDialog chat={chat} onClose={onClose} />
    case 'delete':
      return <DeleteDialog chat={chat} messages={dialog.messages} onClose={onClose} />
    case 'forward':
      return <ForwardDialog chat={chat} messages={dialog.messages} onClose={onClose} />
    case 'info':
      return <InfoDialog chat={chat} message={dialog.message} onClose={onClose} />
    case 'pins':
      return <PinsDialog chat={chat} onClose={onClose} />
    case 'poll':
      return <PollDialog chat={chat} onClose={onClose} />
    case 'report':
      return <ReportSheet chat={chat} message={dialog.message} onClose={onClose} />
    case 'reschedule':
      return <RescheduleDialog chat={chat} message={dialog.message} onClose={onClose} />
    case 'scheduled':
      return <ScheduledDialog chat={chat} onClose={onClose} />
    case 'schedule':
      return <ScheduleDialog pick={dialog.pick} onClose={onClose} />
    case 'sticker':
      return <StickerPage chat={chat} message={dialog.message} onClose={onClose} />
    case 'stickerPack':
      return <StickerPackPage pack={dialog.pack} onClose={onClose} />
    case 'voters':
      return <VotersDialog message={dialog.message} onClose={onClose} />
    default:
      return dialog satisfies never
  }
}

/** The one task that is open over the chat; each comes with its first use. */
export default function Dialogs({ chat, dialog }: { chat: ChatView; dialog: OpenDialog }) {
  return <Suspense fallback={null}>{draw(chat, dialog, () => openDialog(null))}</Suspense>
}
