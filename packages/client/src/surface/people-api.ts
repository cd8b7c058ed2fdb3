import { SorokaError } from '@soroka/protocol'
import type { Engine } from '../engine/engine.ts'
import type { AccountApi, PeopleApi } from '../types.ts'
import { readChoices, writeChoices } from '../vault/choices.ts'
import { checkUser } from './chats-api.ts'
import { LONGEST_TIMER } from './groups-api.ts'

export function peopleApi(engine: () => Promise<Engine>): PeopleApi {
  return {
    find: async (query) => (query.trim() === '' ? [] : (await engine()).people.find(query.trim())),
    get: async (user) => (await engine()).people.get(checkUser(user)),
    photo: async (user) => (await engine()).photos.of(checkUser(user)),
    safetyNumber: async (user) => (await engine()).trust('safetyNumber', checkUser(user)),
    verify: async (user, number) => (await engine()).trust('verify', checkUser(user), checkNumber(number)),
    unverify: async (user) => (await engine()).trust('unverify', checkUser(user)),
    confirmKey: async (user) => (await engine()).trust('confirmKey', checkUser(user)),
    watch: async (users) => (await engine()).watch(users.map(checkUser)),
  }
}

export function accountApi(engine: () => Promise<Engine>, changed: () => Promise<void>): AccountApi {
  return {
    get: async () => {
      const { id: _, photo: __, about, phone, status, ...account } = await (await engine()).api.account.get()
      const profile = { about: about ?? null, phone: phone ?? null, status: status ?? null }
      return { ...account, ...profile, ...(await readChoices((await engine()).settings)) }
    },
    update: async (input) => {
      if (Object.keys(input).length === 0) throw new SorokaError('BAD_REQUEST')
      const { api, account, settings } = await engine()
      const { linkPreviews, newTimer, ...told } = input
      if (newTimer !== undefined && !(Number.isInteger(newTimer) && newTimer >= 0 && newTimer <= LONGEST_TIMER))
        throw new SorokaError('BAD_REQUEST', { field: 'newTimer' })
      const chosen = {
        ...(linkPreviews === undefined ? {} : { linkPreviews }),
        ...(newTimer === undefined ? {} : { newTimer }),
      }
      if (Object.keys(chosen).length > 0) await writeChoices(settings, chosen)
      if (Object.keys(told).length === 0) return
      await api.account.update(told)
      const { name, nickname, email } = await api.account.get()
      await account.storeSession({ ...(await account.readSession()), name, nickname, email })
      await changed()
    },
    known: async () => (await (await engine()).api.account.known()).facts,
    setPhoto: async (image) => {
      if (image !== null && !(image instanceof Uint8Array)) throw new SorokaError('BAD_REQUEST', { field: 'photo' })
      await (await engine()).photos.set(image)
    },
  }
}

/** 60 digits, however they are grouped on the screen. */
function checkNumber(number: string): string {
  const groups = number.match(/\d/g)?.join('').match(/\d{5}/g) ?? []
  if (groups.length !== 12) throw new SorokaError('BAD_REQUEST', { field: 'number' })
  return groups.join(' ')
}
