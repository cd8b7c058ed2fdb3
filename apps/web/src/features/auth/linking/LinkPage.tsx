import { Button } from '@mantine/core'
import { IconCheck, IconChevronLeft, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'
import { usePageTitle } from '../../../app/use-page-title.ts'
import { useText } from '../../../i18n/i18n.ts'
import QrCode from '../../../ui/QrCode.tsx'
import form from '../../../ui/Form.module.css'
import { AuthLink } from '../AuthLink.tsx'
import { FormFailure } from '../FormFailure.tsx'
import { Marked } from '../Marked.tsx'
import { copyText } from '../recovery-file.dom.ts'
import { CompareDigits } from './CompareDigits.tsx'
import { linkFailure } from './link-failure.ts'
import css from './linking.module.css'
import { useLinkCode } from './use-link-code.ts'

/** This device, new here, shows a code to one that is signed in: no password, and all of the history. */
export default function LinkPage() {
  const t = useText()
  const [round, setRound] = useState(0)
  usePageTitle(t('link:title'))
  return (
    <>
      <AuthLink to="/sign-in" className={form.back}>
        <IconChevronLeft size={20} aria-hidden />
        {t('app:back')}
      </AuthLink>
      <h1 className={form.title} tabIndex={-1}>
        {t('link:title')}
      </h1>
      <LinkCode key={round} onAgain={() => setRound(round + 1)} />
    </>
  )
}

/** One code, from its first moment to the account, or to why it led nowhere. */
function LinkCode({ onAgain }: { onAgain(): void }) {
  const t = useText()
  const { code, progress, failure } = useLinkCode()
  if (failure !== null)
    return (
      <div className={css.seen}>
        <FormFailure failure={failure} words={linkFailure} />
        <Button fullWidth onClick={onAgain}>
          {t('link:again')}
        </Button>
      </div>
    )
  if (progress.is === 'seen')
    return (
      <div className={css.seen}>
        <p className={css.note} role="status">
          <Marked text={t('link:seen', { name: progress.name })} />
        </p>
        <CompareDigits digits={progress.digits} />
        <p className={css.note}>{t('link:same')}</p>
      </div>
    )
  return (
    <>
      <ol className={css.steps}>
        <li>{t('link:steps.open')}</li>
        <li>{t('link:steps.go')}</li>
        <li>{t('link:steps.show')}</li>
      </ol>
      <div className={css.code}>{code !== null && <QrCode text={code} label={t('link:code')} />}</div>
      <p className={css.state} role="status">
        {t('link:waiting')}
      </p>
      <CopyButton code={code} />
    </>
  )
}

/** For a device without a camera. */
function CopyButton({ code }: { code: string | null }) {
  const t = useText()
  const [copied, setCopied] = useState(false)
  const Icon = copied ? IconCheck : IconCopy
  return (
    <Button
      className={css.copy ?? ''}
      variant="default"
      fullWidth
      disabled={code === null}
      leftSection={<Icon size={20} aria-hidden />}
      onClick={() => code !== null && void copyText(code).then(() => setCopied(true))}
    >
      {t(copied ? 'link:copied' : 'link:copy')}
    </Button>
  )
}
