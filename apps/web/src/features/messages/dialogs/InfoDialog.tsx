import type { ChatView, MessageView } from '@soroka/client/types'
import { useQuery } from '@tanstack/react-query'
import { engine } from '../../../engine/engine.ts'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { Sheet } from '../../../ui/Sheet.tsx'
import { fullTime } from '../../../ui/time.ts'
import css from './dialogs.module.css'
import { PersonRow } from './PersonRow.tsx'

interface Props {
  chat: ChatView
  message: MessageView
  onClose(): void
}

/** Who read a message and when, who felt what, and how it read before. */
export default function InfoDialog({ chat, message, onClose }: Props) {
  const t = useText()
  const language = useLanguage()
  const { id } = message
  const readers = useQuery({
    queryKey: ['readers', id],
    queryFn: () => engine.messages.readers(chat.id, id),
    enabled: message.own,
    staleTime: 0,
    retry: false,
  })
  const reactors = useQuery({
    queryKey: ['reactors', id, message.reactions.length],
    queryFn: () => engine.messages.reactors(chat.id, id),
    enabled: message.reactions.length > 0,
    staleTime: 0,
  })
  const versions = useQuery({
    queryKey: ['versions', id, message.editedAt],
    queryFn: () => engine.messages.versions(chat.id, id),
    enabled: message.editedAt !== undefined,
  })
  const time = (at: number) => fullTime(at, language)
  return (
    <Sheet title={t('messages:info.title')} onClose={onClose}>
      <p className={css.text}>
        {t('messages:info.sent', { time: time(message.at) })}
        {message.expiresAt !== undefined && (
          <>
            <br />
            {t('messages:info.expires', { time: time(message.expiresAt) })}
          </>
        )}
      </p>
      {reactors.data && reactors.data.length > 0 && (
        <section>
          <h3 className={css.heading}>{t('messages:reactions')}</h3>
          {reactors.data.toReversed().map((one) => (
            <PersonRow key={`${one.user} ${one.emoji}`} user={one.user} chat={chat.id} line={time(one.at)}>
              <span className={css.emoji}>{one.emoji}</span>
            </PersonRow>
          ))}
        </section>
      )}
      {message.own && (
        <section>
          <h3 className={css.heading}>{t('messages:info.readers')}</h3>
          {readers.isError && <p className={css.text}>{t('messages:info.unknown')}</p>}
          {readers.data?.length === 0 && <p className={css.text}>{t('messages:info.nobody')}</p>}
          {readers.data?.map((one) => (
            <PersonRow key={one.user} user={one.user} chat={chat.id} line={time(one.at)} />
          ))}
        </section>
      )}
      {versions.data && versions.data.length > 1 && (
        <section>
          <h3 className={css.heading}>{t('messages:info.versions')}</h3>
          {versions.data.toReversed().map((version, index) => (
            <p key={index} className={css.version} dir="auto">
              {version.text}
              <time dateTime={new Date(version.at).toISOString()}>{time(version.at)}</time>
            </p>
          ))}
        </section>
      )}
    </Sheet>
  )
}
