import { Button, TextInput, UnstyledButton } from '@mantine/core'
import type { FolderView } from '@soroka/client/types'
import { IconCheck, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import { Sheet } from '../../ui/Sheet.tsx'
import { ChatChoice } from './ChatChoice.tsx'
import css from './FolderSheet.module.css'
import { deleteFolder, saveFolder } from './folder-actions.ts'
import { closeSheet } from '../../stores/sheetStore.ts'

const include = ['direct', 'groups', 'contacts', 'strangers', 'unread'] as const
const exclude = ['muted', 'read', 'archived'] as const

interface KindsProps<K extends string> {
  kinds: readonly K[]
  chosen: K[]
  label(kind: K): string
  onChange(chosen: K[]): void
}

function Kinds<K extends string>({ kinds, chosen, label, onChange }: KindsProps<K>) {
  return (
    <div className={css.kinds}>
      {kinds.map((kind) => {
        const on = chosen.includes(kind)
        return (
          <UnstyledButton
            key={kind}
            className={css.kind}
            aria-pressed={on}
            onClick={() => onChange(on ? chosen.filter((one) => one !== kind) : [...chosen, kind])}
          >
            {on && <IconCheck size={16} stroke={2.2} aria-hidden />}
            {label(kind)}
          </UnstyledButton>
        )
      })}
    </div>
  )
}

interface Props {
  folder: FolderView
  fresh: boolean
  onBack: (() => void) | undefined
  onDone(): void
}

/** One folder: its name, what it shows and what it leaves out. */
export function FolderForm({ folder, fresh, onBack, onDone }: Props) {
  const t = useText()
  const [draft, setDraft] = useState(folder)
  const [choosing, setChoosing] = useState<'chats' | 'without' | null>(null)
  const empty = draft.include.length + draft.chats.length === 0
  const change = (part: Partial<FolderView>) => setDraft({ ...draft, ...part })
  if (choosing)
    return (
      <Sheet
        title={t(`chats:folder.${choosing}`)}
        onClose={closeSheet}
        onBack={() => setChoosing(null)}
        footer={<Button onClick={() => setChoosing(null)}>{t('app:done')}</Button>}
      >
        <ChatChoice chosen={draft[choosing]} onChange={(chats) => change({ [choosing]: chats })} />
      </Sheet>
    )
  return (
    <Sheet
      title={t(fresh ? 'chats:folder.new' : 'chats:folder.edit')}
      onClose={closeSheet}
      onBack={onBack}
      footer={
        <Button
          disabled={draft.name.trim() === '' || empty}
          onClick={() => {
            void saveFolder({ ...draft, name: draft.name.trim() })
            onDone()
          }}
        >
          {t('app:save')}
        </Button>
      }
    >
      <TextInput
        label={t('chats:folder.name')}
        maxLength={40}
        autoFocus={fresh}
        data-autofocus={fresh || undefined}
        value={draft.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <h3 className={panel.heading}>{t('chats:folder.include')}</h3>
      <Kinds
        kinds={include}
        chosen={draft.include}
        label={(kind) => t(`chats:folder.kind.${kind}`)}
        onChange={(kinds) => change({ include: kinds })}
      />
      <UnstyledButton className={css.line} onClick={() => setChoosing('chats')}>
        <span className={panel.label}>{t('chats:folder.chats')}</span>
        <span className={panel.value}>{t('chats:folder.count', { count: draft.chats.length })}</span>
      </UnstyledButton>
      <h3 className={panel.heading}>{t('chats:folder.exclude')}</h3>
      <Kinds
        kinds={exclude}
        chosen={draft.exclude}
        label={(kind) => t(`chats:folder.kind.${kind}`)}
        onChange={(kinds) => change({ exclude: kinds })}
      />
      <UnstyledButton className={css.line} onClick={() => setChoosing('without')}>
        <span className={panel.label}>{t('chats:folder.without')}</span>
        <span className={panel.value}>{t('chats:folder.count', { count: draft.without.length })}</span>
      </UnstyledButton>
      {!fresh && (
        <UnstyledButton
          className={css.line}
          data-danger
          onClick={() => {
            deleteFolder(folder.id)
            onDone()
          }}
        >
          <IconTrash size={20} stroke={1.8} aria-hidden />
          {t('chats:folder.delete')}
        </UnstyledButton>
      )}
    </Sheet>
  )
}
