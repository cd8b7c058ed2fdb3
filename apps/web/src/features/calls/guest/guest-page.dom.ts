import {
  GuestEngine,
  type GuestEvent,
  type GuestLink,
  type KeptGuest,
  readGuestLink,
  type Standing,
} from '@soroka/client/guest'
import type { CallId } from '@soroka/protocol'
import { partyOf } from '@soroka/protocol'
import i18next from 'i18next'
import { passedError } from '../../../engine/errors.ts'
import { seatGuest } from '../../../engine/guest-seat.ts'
import { takeKeptCall } from '../../../engine/kept-call.dom.ts'
import { authStore } from '../../../stores/authStore.ts'
import { tellCalls } from '../../../stores/call-ears.ts'
import { callStore } from '../../../stores/callStore.ts'
import { chatStore } from '../../../stores/chatStore.ts'
import { wsStore } from '../../../stores/wsStore.ts'
import { sayFailure } from '../../../ui/act.ts'
import { withCall } from '../calling.ts'
import { guestCalls } from './guest-calls.ts'
import { endGuest, type GuestEnd, guestStore } from './guest-store.ts'
import { forgetGuest, keepGuest, keptGuest } from './kept-guest.dom.ts'

interface Wish {
  audio: boolean
  video: boolean
}

const link = readGuestLink(location.pathname, location.hash)
let engine: GuestEngine | null = null
let call: CallId | null = null
let wish: Wish = { audio: true, video: true }
let entered = false

/** What this page is for: the call of its link, or words that say why not. */
export async function beginGuest(): Promise<void> {
  if (link === null) return endGuest('broken')
  const kept = keptGuest(link.link)
  if (kept !== null && (await goOn(link, kept))) return
  await readLink()
}

export async function readLink(): Promise<void> {
  if (link === null) return endGuest('broken')
  guestStore.setState({ at: 'reading' })
  try {
    const invitation = await seat(link).look()
    if (invitation.state === 'over' || invitation.state === 'broken') return endGuest(invitation.state)
    call = invitation.call
    guestStore.setState({ at: 'door', inviter: invitation.inviter, full: invitation.state === 'full' })
  } catch (error) {
    if (passedError(error).code === 'INVITE_INVALID') endGuest('unknown')
    else guestStore.setState({ at: 'offline' })
  }
}

/** Asks to be let in. What is refused then is said where one asked. */
export async function knock(name: string, wanted: Wish): Promise<void> {
  if (engine === null || link === null || call === null) return
  wish = wanted
  try {
    const kept = await engine.knock(call, name)
    become(kept)
    keepGuest({ ...kept, ...wanted, link: link.link })
  } catch (error) {
    const failure = passedError(error)
    if (failure.code === 'CALL_FULL') guestStore.setState({ full: true })
    else if (failure.code === 'CALL_OVER') endGuest('over')
    else if (failure.code === 'INVITE_INVALID') endGuest('unknown')
    else sayFailure(error)
  }
}

/** Does not wait any more. */
export async function giveUp(): Promise<void> {
  forgetGuest()
  const left = engine?.leave()
  guestStore.setState({ at: 'door' })
  await left?.catch(() => undefined)
  await readLink()
}

/** Into the call that one has left. */
export async function comeBack(): Promise<void> {
  guestStore.setState({ at: 'call' })
  await enter()
}

async function goOn(from: GuestLink, kept: KeptGuest & Wish): Promise<boolean> {
  wish = takeKeptCall() ?? { audio: kept.audio, video: kept.video }
  call = kept.call
  const made = seat(from)
  become(kept)
  try {
    await made.resume(kept)
    return true
  } catch (error) {
    forgetGuest()
    if (passedError(error).code !== 'CALL_OVER') return false
    endGuest('over')
    return true
  }
}

function seat(from: GuestLink): GuestEngine {
  engine?.close()
  engine = new GuestEngine(from, location.origin, hear)
  seatGuest({ calls: guestCalls(engine.calls), people: { photo: async () => null } })
  return engine
}

/** Screens of calls ask who is here. */
function become({ guest, name }: KeptGuest): void {
  authStore.getState().setSession({ ...partyOf(guest), name, nickname: '', email: '' })
  guestStore.setState({ name })
}

function hear(event: GuestEvent): void {
  if (event.type === 'standing') stand(event.standing)
  else if (event.type === 'connection') wsStore.getState().setConnection(event.state)
  else if (event.type === 'name') {
    const name = event.guest ? i18next.t('guest:mark', { name: event.name }) : event.name
    const unknown = { nickname: '', online: false, lastSeen: null, contact: false, blocked: false } as const
    chatStore.getState().applyPeople([{ id: event.user, name, ...unknown, verification: 'unverified' }])
  } else tellCalls(event)
}

const ends: Partial<Record<Standing, GuestEnd>> = {
  over: 'over',
  declined: 'declined',
  removed: 'removed',
  revoked: 'revoked',
}

function stand(standing: Standing): void {
  if (standing === 'waiting') guestStore.setState({ at: 'waiting' })
  else if (standing === 'in') {
    guestStore.setState({ at: 'call' })
    void enter()
  } else {
    forgetGuest()
    endGuest(ends[standing] ?? 'lost')
  }
}

/** Comes into the call, and knows when it was left by its own button. */
async function enter(): Promise<void> {
  const id = call
  if (id === null) return
  watchEnd()
  const worked = await withCall((controls) => controls.join(id, { video: wish.video, audio: wish.audio }))
  if (!worked && guestStore.getState().at === 'call') endGuest('left')
}

function watchEnd(): void {
  if (entered) return
  entered = true
  callStore.subscribe(({ own }) => {
    if (own?.over && guestStore.getState().at === 'call') endGuest('left')
  })
}
