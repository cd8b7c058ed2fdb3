import { ActionIcon } from '@mantine/core'
import type { ChatView } from '@soroka/client/types'
import { IconArrowForwardUp, IconTrash, IconX } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { useEscape } from '../../../ui/use-escape.dom.ts'
import { useNow } from '../../../ui/use-now.ts'
import part from '../MembersPart.module.css'
import css from './FileItem.module.css'
import { FileItem, MediaItem } from './FileItem.tsx'
import { fileRows } from './file-rows.ts'
import { MonthList } from './MonthList.tsx'
import { NothingYet } from './NothingYet.tsx'
import { type FileShelf, useFiles } from './use-files.ts'
import { type Selection, useSelection } from './use-selection.ts'
import { useShelfActions } from './use-shelf-actions.ts'

function SelectionBar({ selection }: { selection: Selection }) {
  const t = useText()
  const { forward, remove } = useShelfActions()
  const messages = [...(selection.chosen?.values() ?? [])].toSorted((a, b) => (a.seq ?? 0) - (b.seq ?? 0))
  useEscape(selection.end)
  return (
    <div className={css.bar} role="toolbar" aria-label={t('people:files.select')}>
      <span className={css.count} role="status">
        {t('people:files.chosen', { count: messages.length })}
      </span>
      <ActionIcon size={44} aria-label={t('people:files.forward')} onClick={() => forward(messages)}>
        <IconArrowForwardUp size={22} stroke={1.8} aria-hidden />
      </ActionIcon>
      <ActionIcon size={44} aria-label={t('people:files.delete')} onClick={() => remove(messages)}>
        <IconTrash size={22} stroke={1.8} aria-hidden />
      </ActionIcon>
      <ActionIcon size={44} aria-label={t('app:close')} onClick={selection.end}>
        <IconX size={22} stroke={1.8} aria-hidden />
      </ActionIcon>
    </div>
  )
}

/** All files of one kind by months, windowed. */
export function FilesPart({ chat, shelf }: { chat: ChatView; shelf: FileShelf }) {
  const t = useText()
  const language = useLanguage()
  const now = useNow()
  const selection = useSelection()
  const { files, loaded, more } = useFiles(chat.id, shelf)
  const rows = useMemo(() => fileRows(files, shelf, now, language), [files, shelf, now, language])
  if (loaded && files.length === 0) return <NothingYet text={t(`people:files.none.${shelf}`)} />
  return (
    <div className={part.members}>
      {selection.chosen && <SelectionBar selection={selection} />}
      <MonthList rows={rows} lineHeight={shelf === 'media' ? 120 : 84} onNearEnd={more}>
        {(row) => (
          <div key={row.key} className={shelf === 'media' ? css.grid : undefined}>
            {row.files.map((item) =>
              shelf === 'media' ? (
                <MediaItem key={item.file.id} item={item} selection={selection} />
              ) : (
                <FileItem key={item.file.id} item={item} selection={selection} />
              ),
            )}
          </div>
        )}
      </MonthList>
    </div>
  )
}
