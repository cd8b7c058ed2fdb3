import { SegmentedControl, TextInput } from '@mantine/core'
import type { DeskPerson, PersonState } from '@soroka/protocol/contract'
import { IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { engine } from '../../engine/engine.ts'
import { useText } from '../../i18n/i18n.ts'
import panel from '../../ui/Panel.module.css'
import { PersonLine } from '../../ui/PersonLine.tsx'
import seg from '../../ui/Segments.module.css'
import css from '../../ui/Settings.module.css'
import { MoreRows } from './MoreRows.tsx'
import { PersonSheet } from './PersonSheet.tsx'

const filters = ['all', 'active', 'suspended', 'deleted'] as const

/** Everybody who has an account here. */
export function PeoplePage() {
  const t = useText()
  const [typed, setTyped] = useState('')
  const [filter, setFilter] = useState<(typeof filters)[number]>('all')
  const [shown, setShown] = useState<DeskPerson['id'] | null>(null)
  const query = useDeferredValue(typed.trim().replace(/^@/, ''))
  const people = useInfiniteQuery({
    queryKey: ['desk', 'people', query, filter],
    queryFn: ({ pageParam }) =>
      engine.admin.people({
        ...(query === '' ? {} : { query }),
        ...(filter === 'all' ? {} : { state: filter satisfies PersonState }),
        ...(pageParam === '' ? {} : { after: pageParam }),
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 0,
  })
  const all = people.data?.pages.flatMap((page) => page.items) ?? []
  const person = all.find((one) => one.id === shown)
  return (
    <>
      <TextInput
        type="search"
        aria-label={t('admin:people.find')}
        placeholder={t('admin:people.find')}
        leftSection={<IconSearch size={20} stroke={1.8} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <SegmentedControl
        fullWidth
        withItemsBorders={false}
        className={seg.control ?? ''}
        aria-label={t('admin:people.filter')}
        value={filter}
        onChange={setFilter}
        data={filters.map((value) => ({ value, label: t(`admin:people.state.${value}`) }))}
      />
      {all.length > 0 && (
        <ul className={css.people} aria-label={t('admin:people.title')}>
          {all.map((one) => (
            <li key={one.id}>
              <PersonLine
                person={{ ...one, online: false }}
                line={one.email === null ? `@${one.nickname}` : `@${one.nickname} · ${one.email}`}
                onOpen={() => setShown(one.id)}
              >
                {one.state !== 'active' && <span className={panel.badge}>{t(`admin:people.is.${one.state}`)}</span>}
                {one.role !== 'member' && (
                  <span className={panel.badge} data-kind={one.role}>
                    {t(`admin:role.${one.role}`)}
                  </span>
                )}
              </PersonLine>
            </li>
          ))}
        </ul>
      )}
      <MoreRows query={people} empty={all.length === 0} nothing={t('admin:people.nobody')} />
      {person && <PersonSheet person={person} onClose={() => setShown(null)} />}
    </>
  )
}
