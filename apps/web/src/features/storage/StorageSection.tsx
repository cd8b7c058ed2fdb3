import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useLanguage, useText } from '../../i18n/i18n.ts'
import { useChats } from '../../stores/chatStore.ts'
import { act } from '../../ui/act.ts'
import { ExportCard } from '../export/index.ts'
import { bytesText } from '../media/index.ts'
import { ChatFiles } from './ChatFiles.tsx'
import { keepChoices, type KeepDays, readKeepDays, setKeepDays } from './keep-files.dom.ts'
import { SafeCard } from './SafeCard.tsx'
import { ServerCard } from './ServerCard.tsx'
import css from './storage.module.css'
import { UsageBar } from './UsageBar.tsx'
import { useStorage } from './use-storage.ts'

/** What fills this device and the server, and how to make room. */
export default function StorageSection() {
  const t = useText()
  const language = useLanguage()
  const { data, clear, again } = useStorage()
  const chatsById = useChats((state) => state.chats)
  const everyChat = useMemo(() => Object.values(chatsById), [chatsById])
  const [days, setDays] = useState(readKeepDays)
  if (data === undefined) return <p className={css.note}>{t('storage:counting')}</p>
  const { chats, device, files, waiting, old } = data
  const program = device?.program ?? 0
  const messages = Math.max(0, (device?.used ?? files) - files - program)
  const size = (bytes: number) => bytesText(bytes, language)
  const keep = async (next: KeepDays) => {
    setDays(next)
    await act(setKeepDays(next))
    await again()
  }
  return (
    <>
      <section className={css.card} aria-labelledby="storage-device">
        <div>
          <h3 className={css.caption} id="storage-device">
            {t('storage:device.title')}
          </h3>
          <p className={css.total}>{size(files + messages + program)}</p>
        </div>
        <UsageBar
          parts={[
            { name: t('storage:device.files'), bytes: files, tone: 'accent' },
            { name: t('storage:device.messages'), bytes: messages, tone: 'ink' },
            { name: t('storage:device.program'), bytes: program, tone: 'quiet' },
          ]}
        />
        <p className={css.note}>{t('storage:device.note')}</p>
      </section>
      <section className={css.rows} aria-labelledby="storage-age">
        <h3 className={css.heading} id="storage-age">
          {t('storage:age.title')}
        </h3>
        {[...old, { age: 'all' as const, before: undefined, bytes: files - waiting }].map(({ age, before, bytes }) => (
          <button
            key={age}
            type="button"
            className={css.row}
            disabled={bytes === 0}
            onClick={() => void clear(before === undefined ? {} : { before }, bytes)}
          >
            <span className={css.label}>{t(`storage:age.${age}`)}</span>
            <span className={css.value}>{bytes === 0 ? t('storage:nothing') : size(bytes)}</span>
          </button>
        ))}
        {waiting > 0 && <p className={css.foot}>{t('storage:waiting', { size: size(waiting) })}</p>}
      </section>
      {chats.length > 0 && <ChatFiles chats={chats} onClear={clear} />}
      <section className={css.card}>
        <div>
          <h3 className={css.name} id="storage-keep">
            {t('storage:keep.title')}
          </h3>
          <p className={css.note}>{t('storage:keep.note')}</p>
        </div>
        <SegmentedControl
          fullWidth
          withItemsBorders={false}
          className={css.segments ?? ''}
          aria-labelledby="storage-keep"
          value={String(days)}
          onChange={(value) => void keep(Number(value) as KeepDays)}
          data={keepChoices.map((choice) => ({ value: String(choice), label: t(`storage:keep.days${choice}`) }))}
        />
      </section>
      {device && <SafeCard safe={device.safe} onChange={again} />}
      <ServerCard />
      <ExportCard what="all" chats={everyChat} />
    </>
  )
}
