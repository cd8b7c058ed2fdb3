import { ActionIcon, Button, SegmentedControl } from '@mantine/core'
import { IconPhonePlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { VList, type VListHandle } from 'virtua'
import { usePageTitle } from '../../../app/use-page-title.ts'
import { useText } from '../../../i18n/i18n.ts'
import pane from '../../../ui/ListPane.module.css'
import { Magpie } from '../../../ui/Magpie.tsx'
import { useViewport } from '../../../ui/use-viewport.dom.ts'
import { CallRow } from './CallRow.tsx'
import css from './CallsList.module.css'
import { useHistory, useSeen } from './use-history.ts'

const near = 600

/** All calls, or those that were missed; each can be called back. */
export default function CallsList() {
  const t = useText()
  const navigate = useNavigate()
  const phone = useViewport() === 'phone'
  const list = useRef<VListHandle>(null)
  const [missed, setMissed] = useState(false)
  const { calls, loaded, failed, more, loadMore, retry } = useHistory(missed)
  useSeen(calls[0]?.at)
  usePageTitle(t('calls:history.title'))
  const choose = () => void navigate({ to: '/contacts' })
  return (
    <section className={pane.pane} aria-label={t('calls:history.title')}>
      <header className={pane.header}>
        <h1 className={pane.title}>{t('calls:history.title')}</h1>
        <ActionIcon aria-label={t('calls:history.choose')} onClick={choose}>
          <IconPhonePlus size={23} stroke={1.8} aria-hidden />
        </ActionIcon>
      </header>
      <SegmentedControl
        className={css.filter ?? ''}
        aria-label={t('calls:history.filter')}
        data={[
          { value: 'all', label: t('calls:history.all') },
          { value: 'missed', label: t('calls:history.missedOnly') },
        ]}
        value={missed ? 'missed' : 'all'}
        onChange={(value) => setMissed(value === 'missed')}
      />
      {calls.length > 0 && (
        <VList
          ref={list}
          className={css.rows}
          itemSize={66}
          tabIndex={-1}
          data={calls}
          onScroll={(offset) => {
            const { scrollSize = 0, viewportSize = 0 } = list.current ?? {}
            if (more && offset + viewportSize + near > scrollSize) loadMore()
          }}
        >
          {(record) => <CallRow key={record.id} record={record} />}
        </VList>
      )}
      {calls.length === 0 && loaded && (
        <div className={css.empty}>
          {!missed && phone && <Magpie />}
          <p>{t(missed ? 'calls:history.emptyMissed' : 'calls:history.empty')}</p>
          {!missed && <Button onClick={choose}>{t('calls:history.choose')}</Button>}
        </div>
      )}
      {calls.length === 0 && failed && !loaded && (
        <div className={css.empty}>
          <p>{t('calls:history.failed')}</p>
          <Button variant="light" onClick={retry}>
            {t('calls:history.retry')}
          </Button>
        </div>
      )}
    </section>
  )
}
