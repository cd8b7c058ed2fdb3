import type { PersonView } from '@soroka/client/types'
import type { UserId } from '@soroka/protocol'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { engine } from '../engine/engine.ts'
import { EngineError } from '../engine/errors.ts'

type Photo = Uint8Array<ArrayBuffer>

/** Photos of the people whose faces were on the screen. */
export const photoStore = createStore<Record<UserId, Photo>>(() => ({}))
/** Whose photo was asked for, and the version that came. */
const asked = new Map<UserId, string | undefined>()

async function read(user: UserId): Promise<void> {
  asked.set(user, asked.get(user))
  const photo = await engine.people.photo(user).catch((error: unknown) => {
    if (!(error instanceof EngineError)) throw error
    asked.delete(user) // busy or signed out: the next face asks again
    return null
  })
  if (!asked.has(user)) return
  asked.set(user, photo?.version)
  const photos = { ...photoStore.getState() }
  if (photo === null) delete photos[user]
  else photos[user] = photo.image
  photoStore.setState(photos, true)
}

/** Somebody's photo may be another now. */
export function hearPhotos(people: readonly PersonView[]): void {
  for (const { id, photo } of people) if (asked.has(id) && asked.get(id) !== photo) void read(id)
}

/** Signing out leaves no photo in memory. */
export function forgetFaces(): void {
  asked.clear()
  photoStore.setState({}, true)
}

/** A person's photo, once it is here; asked for when his face is first on the screen. */
export function usePhoto(user: UserId | null): Photo | undefined {
  useEffect(() => {
    if (user !== null && !asked.has(user)) void read(user)
  }, [user])
  return useStore(photoStore, (photos) => (user === null ? undefined : photos[user]))
}
