import { ActionIcon, Box } from '@mantine/core'
import type { OutgoingFile } from '@soroka/client/types'
import {
  IconArrowUp,
  IconChevronLeft,
  IconLock,
  IconMicrophone,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconTrash,
  IconVideo,
} from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { useText } from '../../../i18n/i18n.ts'
import { useViewport } from '../../../ui/use-viewport.dom.ts'
import { Bars } from '../Bars.tsx'
import { durationText } from '../measure.ts'
import { cancel, finish, longest, pause, resume } from './recording.dom.ts'
import { type Recording, useRecording } from './recording-store.ts'
import { slideStore } from './slide-store.ts'
import { lockAt } from './use-hold.dom.ts'
import { useCancelKey } from './use-cancel-key.dom.ts'
import { useListen } from './use-listen.dom.ts'
import css from './voice.module.css'
import aloud from '../../../ui/Aloud.module.css'

const RoundStage = lazy(() => import('../round/RoundStage.tsx'))
const liveBars = 96

interface Props {
  id: string
  send(file: OutgoingFile): Promise<boolean>
}

function Timer({ ms, still }: { ms: number; still: boolean }) {
  const t = useText()
  return (
    <span className={css.timer} role="timer" aria-label={t('voice:length')}>
      <span className={css.dot} data-still={still || undefined} />
      {durationText(Math.floor(ms / 1000) * 1000)}
    </span>
  )
}

/** The finger still holds: where it can go. */
function Held({ kind }: { kind: Recording['kind'] }) {
  const t = useText()
  const { left, up } = useStore(slideStore)
  const Icon = kind === 'voice' ? IconMicrophone : IconVideo
  return (
    <>
      <Box component="span" className={css.slide} __vars={{ '--left': `${-left / 2}px` }}>
        <IconChevronLeft size={18} stroke={2} aria-hidden />
        {t('voice:slide')}
      </Box>
      <span className={css.lock} data-near={up > lockAt / 2 || undefined} aria-hidden>
        <IconLock size={20} stroke={2} />
        <IconChevronLeft className={css.up} size={18} stroke={2} />
      </span>
      <Box component="span" className={css.thumb} aria-hidden __vars={{ '--left': `${-left}px`, '--up': `${-up}px` }}>
        <Icon size={28} stroke={2} />
      </Box>
    </>
  )
}

/** What was said so far, to be listened to. */
function Listening({ recording }: { recording: Recording }) {
  const t = useText()
  const { kind, heard, peaks, elapsed } = recording
  const voice = useListen(kind === 'voice' ? heard : undefined, elapsed)
  const bars = useViewport() === 'phone' ? 24 : 64
  const levels = Array.from({ length: bars }, (_, at) => (peaks?.[Math.floor((at * 64) / bars)] ?? 0) / 255)
  if (kind === 'round') return <span className={css.wave} />
  return (
    <>
      <ActionIcon
        aria-label={t(voice.playing ? 'voice:stop' : 'voice:listen')}
        disabled={!heard}
        onClick={voice.toggle}
      >
        {voice.playing ? (
          <IconPlayerPauseFilled size={20} aria-hidden />
        ) : (
          <IconPlayerPlayFilled size={20} aria-hidden />
        )}
      </ActionIcon>
      <span className={css.wave} data-whole>
        <Bars levels={levels} count={bars} heard={voice.heard} />
      </span>
    </>
  )
}

/** In the place of the field while something is recorded, and until it is sent or thrown away. */
export function RecordBar({ id, send }: Props) {
  const t = useText()
  const recording = useRecording(id, (one) => one)
  useCancelKey(recording?.phase, () => void cancel(id))
  if (!recording) return null
  const { kind, phase, elapsed, levels } = recording
  const held = phase === 'held' || phase === 'asking'
  const stands = phase === 'paused' || phase === 'over'
  const Icon = kind === 'voice' ? IconMicrophone : IconVideo
  return (
    <>
      {kind === 'round' && (
        <Suspense fallback={null}>
          <RoundStage id={id} recording={recording} />
        </Suspense>
      )}
      <div className={css.bar} role="group" aria-label={t(`voice:recording.${kind}`)} data-phase={phase}>
        <span className={aloud.aloud} role="status">
          {phase === 'asking' ? t(`voice:asking.${kind}`) : t(`voice:${stands ? 'stands' : 'runs'}`)}
        </span>
        {!held && (
          <ActionIcon aria-label={t('voice:cancel')} onClick={() => void cancel(id)}>
            <IconTrash size={23} stroke={1.8} aria-hidden />
          </ActionIcon>
        )}
        {phase === 'asking' ? (
          <span className={css.asking}>{t(`voice:asking.${kind}`)}</span>
        ) : (
          <Timer ms={elapsed} still={stands} />
        )}
        {stands ? (
          <Listening recording={recording} />
        ) : (
          <span className={css.wave}>
            {phase !== 'asking' && (
              <Bars
                levels={[...Array.from({ length: liveBars - levels.length }, () => 0), ...levels]}
                count={liveBars}
              />
            )}
          </span>
        )}
        {phase === 'held' && <Held kind={kind} />}
        {phase === 'locked' && (
          <ActionIcon aria-label={t(`voice:pause.${kind}`)} onClick={() => void pause(id)}>
            <IconPlayerPauseFilled size={22} aria-hidden />
          </ActionIcon>
        )}
        {phase === 'paused' && elapsed < longest[kind] && (
          <ActionIcon aria-label={t('voice:resume')} onClick={() => resume(id)}>
            <Icon className={css.resume} size={23} stroke={1.8} aria-hidden />
          </ActionIcon>
        )}
        {!held && (
          <ActionIcon
            variant="filled"
            color="sheen"
            autoFocus
            loading={phase === 'sending'}
            aria-label={t(`voice:send.${kind}`)}
            onClick={() => void finish(id, send)}
          >
            <IconArrowUp size={24} stroke={2.2} aria-hidden />
          </ActionIcon>
        )}
      </div>
    </>
  )
}
