import { limits, SorokaError } from '@soroka/protocol'
import type { UserId } from '@soroka/protocol'
import { guardedFetch } from '../../platform/fetch-guard/index.ts'
import type { FetchGuard } from '../../platform/fetch-guard/index.ts'
import { openGate, takeOrThrow } from '../../platform/limits/index.ts'
import type { RateLimiter } from '../../platform/limits/index.ts'

const previews = { amount: 20, seconds: 60 }
const fetchLimits = { ms: 5000, redirects: 3, bytes: limits.previewBytes }

export interface PreviewDependencies {
  readonly limiter: RateLimiter
  /** The owner's switch. */
  readonly linkPreviews: boolean
  readonly guard?: FetchGuard
}

export interface Preview {
  readonly url: string
  readonly type: string
  readonly body: string
}

/**
 * Fetches a page or a picture for the person who is about to send its address (R19, S9). Nothing of it is kept or logged,
 * and it learns nothing of him.
 * @throws SorokaError FORBIDDEN where the owner switched it off, PREVIEW_FAILED, RATE_LIMITED
 */
export function createPreview({ limiter, linkPreviews, guard }: PreviewDependencies) {
  const gate = openGate(16, 64)
  return async (user: UserId, url: string): Promise<Preview> => {
    if (!linkPreviews) throw new SorokaError('FORBIDDEN', { reason: 'link_previews_off' })
    await takeOrThrow(limiter, [`preview:${user}`, previews])
    const options = {
      ...fetchLimits,
      accept: 'text/html, image/*;q=0.8',
      takes,
      ...(guard === undefined ? {} : { guard }),
    }
    const fetched = await gate(() => guardedFetch(url, options))
    if (fetched === undefined) throw new SorokaError('PREVIEW_FAILED')
    return { url: fetched.url, type: plainType(fetched.contentType), body: fetched.body.toString('base64url') }
  }
}

/** Pages, of which the head is enough, and pictures; not SVG, which is a program. */
function takes(contentType: string): 'whole' | 'beginning' | undefined {
  const type = essence(contentType)
  if (type === 'text/html') return 'beginning'
  return /^image\/[a-z0-9.+-]+$/.test(type) && !/svg|xml/.test(type) ? 'whole' : undefined
}

/** The type, and the charset where a page names one. */
function plainType(contentType: string): string {
  const charset = /;\s*charset="?([\w-]{1,32})"?/i.exec(contentType)?.[1]
  return charset === undefined ? essence(contentType) : `${essence(contentType)}; charset=${charset.toLowerCase()}`
}

const essence = (contentType: string): string => (contentType.split(';')[0] ?? '').trim().toLowerCase()
