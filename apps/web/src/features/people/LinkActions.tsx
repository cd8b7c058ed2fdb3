import { ActionIcon, Button } from '@mantine/core'
import { IconCopy, IconShare } from '@tabler/icons-react'
import { useText } from '../../i18n/i18n.ts'
import { act, sayFailure } from '../../ui/act.ts'

interface Props {
  link: string
  /** What the system's own sheet calls it. */
  title: string
  /** The one thing to do on this screen. */
  main?: boolean
}

/** Copies a link, or hands it to the apps of the device where the browser can. */
export function LinkActions({ link, title, main = false }: Props) {
  const t = useText()
  const share = async () => {
    try {
      await navigator.share({ title, url: link })
    } catch (error) {
      // Closing the system's own sheet is not a failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) sayFailure(error)
    }
  }
  const copy = () => void act(navigator.clipboard.writeText(link), { text: t('groups:invite.copied') })
  const copyIcon = <IconCopy size={main ? 20 : 17} stroke={1.9} aria-hidden />
  return (
    <>
      <Button
        {...(main ? { fullWidth: true } : { size: 'compact-md', variant: 'light' })}
        leftSection={copyIcon}
        onClick={copy}
      >
        {t(main ? 'people:link.copy' : 'groups:invite.copy')}
      </Button>
      {'share' in navigator &&
        (main ? (
          <Button
            fullWidth
            variant="light"
            leftSection={<IconShare size={20} stroke={1.8} aria-hidden />}
            onClick={() => void share()}
          >
            {t('groups:invite.share')}
          </Button>
        ) : (
          <ActionIcon aria-label={t('groups:invite.share')} onClick={() => void share()}>
            <IconShare size={20} stroke={1.8} aria-hidden />
          </ActionIcon>
        ))}
    </>
  )
}
