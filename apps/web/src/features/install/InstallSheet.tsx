import { Button } from '@mantine/core'
import {
  IconCircleCheck,
  IconDots,
  IconDotsVertical,
  IconDownload,
  IconShare2,
  IconSquareRoundedPlus,
  type Icon,
} from '@tabler/icons-react'
import { useText } from '../../i18n/i18n.ts'
import { Magpie } from '../../ui/Magpie.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import type { InstallWay } from './install-way.ts'
import css from './InstallSheet.module.css'
import { askToInstall, useInstallWay } from './installer.dom.ts'

/** What a finger does, step by step, with the signs it has to look for. */
const steps: Record<Exclude<InstallWay, 'done' | 'ask' | 'none'>, readonly (readonly [string, Icon])[]> = {
  iphone: [
    ['iphone.share', IconShare2],
    ['iphone.add', IconSquareRoundedPlus],
    ['iphone.confirm', IconCircleCheck],
  ],
  mac_safari: [
    ['mac.file', IconShare2],
    ['mac.dock', IconSquareRoundedPlus],
  ],
  menu: [
    ['menu.open', IconDotsVertical],
    ['menu.install', IconDownload],
  ],
}

/** Why, and how, in this very browser. */
export default function InstallSheet({ onClose }: { onClose(): void }) {
  const t = useText()
  const way = useInstallWay()
  const install = async () => {
    if (await askToInstall()) onClose()
  }
  return (
    <Sheet
      title={t('install:title')}
      onClose={onClose}
      low
      footer={
        way === 'ask' ? (
          <Button fullWidth data-autofocus onClick={() => void install()}>
            {t('install:action')}
          </Button>
        ) : undefined
      }
    >
      <div className={css.head}>
        <Magpie />
        <p className={css.lead}>{t(`install:lead.${way === 'done' || way === 'none' ? way : 'why'}`)}</p>
      </div>
      {way !== 'done' && way !== 'ask' && way !== 'none' && (
        <ol className={css.steps}>
          {steps[way].map(([key, Sign]) => (
            <li key={key}>
              <span className={css.sign}>
                <Sign size={22} stroke={1.8} aria-hidden />
              </span>
              {t(`install:${key}`)}
            </li>
          ))}
        </ol>
      )}
      {way === 'iphone' && (
        <p className={css.note}>
          <IconDots size={18} stroke={1.8} aria-hidden />
          {t('install:iphone.hidden')}
        </p>
      )}
    </Sheet>
  )
}
