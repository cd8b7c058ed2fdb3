import { SorokaError } from '@soroka/protocol'
import { httpOnlyCookie } from '../../platform/http/index.ts'
import type { RequestContext } from '../../platform/http/index.ts'
import type { Grant } from './sessions.ts'
import { sessionLife } from './sessions.ts'

export type Delivery = { kind: 'cookie'; slot: number } | { kind: 'body' }

const cookieName = 'soroka_session'
const pathOf = (slot: number | string) => `/api/auth/s/${slot}`

/**
 * Refuses a delivery that does not fit who asks (S3, S5, R21): the cookie only for a page of ours, with the header that
 * no foreign page can send; the body only for a program, never for a page. ORIGIN_WRONG otherwise.
 */
export function checkDelivery(context: RequestContext, kind: 'cookie' | 'body'): void {
  const fits = kind === 'cookie' ? context.originAllowed && context.hasCustomHeader : !context.fromBrowser
  if (!fits) throw new SorokaError('ORIGIN_WRONG')
}

/** What the client gets of a grant; the refresh token goes into the slot's cookie or into the body. */
export function deliver(context: RequestContext, grant: Grant, delivery: Delivery) {
  const { session, user, device, accessToken, expiresAt, generation, refreshToken } = grant
  const answer = { session, user, device, accessToken, expiresAt, generation }
  if (delivery.kind === 'body') return { ...answer, refreshToken }
  setSlotCookie(context, delivery.slot, refreshToken, sessionLife / 1000)
  return answer
}

export function clearSlotCookie(context: RequestContext, slot: number): void {
  setSlotCookie(context, slot, '', 0)
}

/** The refresh token of a slotted request. UNAUTHORIZED if there is none. */
export function shownToken(context: RequestContext, slot: string, inBody: string | undefined): string {
  const token = slot === 'body' ? inBody : context.cookies.get(cookieName)
  if (token === undefined || token === '') throw new SorokaError('UNAUTHORIZED')
  return token
}

/** Secure but on plain http, which only localhost and a server without a certificate have. */
function setSlotCookie(context: RequestContext, slot: number, value: string, maxAge: number): void {
  const secure = context.origin?.startsWith('https:') ?? true
  context.setCookie(httpOnlyCookie(cookieName, value, { path: pathOf(slot), secure, maxAge }))
}
