import { ActionIcon, Box, UnstyledButton } from '@mantine/core'
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconX } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useStore } from 'zustand'
import { useLanguage, useText } from '../../../i18n/i18n.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import { durationText } from '../measure.ts'
import { nextSpeed, stop, toggle } from './player.dom.ts'
import css from './PlayerBar.module.css'
import { playingStore } from './playing-store.ts'
import { titlesOf } from './titles.ts'

/** What plays, wherever one looks: pause, speed, the way to its message. */
export default function PlayerBar({ foot }: { foot: boolean }) {
  const t = useText()
  const language = useLanguage()
  const navigate = useNavigate()
  const playing = useStore(playingStore, (state) => state.playing)
  if (!playing) return null
  const { message, file, paused, at, duration, speed } = playing
  const { title, where } = titlesOf(playing, t)
  const show = () => {
    void navigate({ to: '/c/$chatId', params: { chatId: message.chat } }).then(() =>
      chatStore.getState().setJump({ chat: message.chat, id: message.id }),
    )
  }
  const times = duration > 0 ? `${durationText(at)} / ${durationText(duration)}` : durationText(at)
  const share = duration > 0 ? Math.min(1, at / duration) : 0
  return (
    <section className={css.bar} data-foot={foot || undefined} aria-label={t('voice:bar.label')}>
      <ActionIcon
        className={css.play ?? ''}
        aria-label={t(paused ? 'voice:bar.play' : 'voice:bar.pause')}
        onClick={() => toggle(message, file)}
      >
        {paused ? <IconPlayerPlayFilled size={20} aria-hidden /> : <IconPlayerPauseFilled size={20} aria-hidden />}
      </ActionIcon>
      <UnstyledButton className={css.words} title={t('voice:bar.open', { title })} onClick={show}>
        <bdi className={css.title}>{title}</bdi>
        <span className={css.where}>
          {times}
          {where !== '' && where !== title && ` · ${where}`}
        </span>
      </UnstyledButton>
      <UnstyledButton
        className={css.speed}
        aria-label={t('media:speed', { speed: speed.toLocaleString(language) })}
        onClick={nextSpeed}
      >
        {speed.toLocaleString(language)}×
      </UnstyledButton>
      <ActionIcon aria-label={t('voice:bar.close')} onClick={stop}>
        <IconX size={21} stroke={1.8} aria-hidden />
      </ActionIcon>
      <Box component="span" className={css.line} __vars={{ '--share': String(share) }} aria-hidden />
    </section>
  )
}
