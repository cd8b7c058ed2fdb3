import type { PreviewView } from '@soroka/client/types'
import { photoUrl } from '../../../ui/photo-url.dom.ts'
import { safeHref } from '../linkify.ts'
import { useInRequest } from '../use-in-request.ts'
import css from './parts.module.css'

/** What stood behind a link when the message was written: made by its author, never fetched by the reader. */
export function PreviewCard({ preview, id }: { preview: PreviewView; id: string }) {
  const href = safeHref(preview.url)
  const inRequest = useInRequest()
  if (href === null || inRequest) return null
  const { image } = preview
  return (
    <a
      className={css.preview}
      data-card
      data-bare={image ? undefined : true}
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
    >
      {image && (
        <img
          className={css.previewImage}
          src={photoUrl(`preview/${id}`, image.bytes)}
          width={62}
          height={62}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
        />
      )}
      <span className={css.site}>{preview.site}</span>
      <span className={css.title}>{preview.title}</span>
      {preview.description !== '' && <span className={css.description}>{preview.description}</span>}
    </a>
  )
}
