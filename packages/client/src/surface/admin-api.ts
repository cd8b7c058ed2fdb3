import { protocolVersion } from '@soroka/protocol'
import type { Engine } from '../engine/engine.ts'
import type { AdminApi } from '../types.ts'
import { checkUser } from './chats-api.ts'

/** Reads and acts of the desk go straight to the server: nothing of them is kept on the device. */
export function adminApi(engine: () => Promise<Engine>, now: () => number): AdminApi {
  const api = async () => (await engine()).api.admin
  return {
    people: async (input) => {
      const { people: items, next } = await (await api()).people(input)
      return { items, next }
    },
    suspend: async (user, why) => {
      await (await api()).suspend({ user: checkUser(user), ...(why === undefined ? {} : { why }) })
    },
    unsuspend: async (user) => {
      await (await api()).unsuspend({ user: checkUser(user) })
    },
    deleteAccount: async (user, nickname) => {
      await (await api()).remove({ user: checkUser(user), nickname })
    },
    setRole: async (user, role) => {
      await (await api()).setRole({ user: checkUser(user), role })
    },
    resetFactor: async (user, why) => {
      await (await api()).resetFactor({ user: checkUser(user), ...(why === undefined ? {} : { why }) })
    },
    reports: async (state, after) => {
      const { reports } = (await engine()).api
      const { reports: items, next } = await reports.list(after === undefined ? { state } : { state, after })
      return { items, next }
    },
    openReports: async () => (await (await engine()).api.reports.count()).open,
    closeReport: async (report, input) => {
      await (await engine()).api.reports.close({ report, ...input })
    },
    audit: async (after) => {
      const { entries: items, next } = await (await api()).audit(after === undefined ? {} : { after })
      return { items, next }
    },
    place: async () => (await engine()).api.place.get(),
    setPlace: async (input) => {
      await (await engine()).api.place.set(input)
    },
    invites: async () => (await (await engine()).api.place.invites()).invites,
    makeInvite: async (input) => (await engine()).api.place.invite(input),
    revokeInvite: async (invite) => {
      await (await engine()).api.place.revoke({ invite })
    },
    doctor: async () => (await (await engine()).api.doctor.look({ clock: now(), version: protocolVersion })).checks,
    testMail: async () => (await engine()).api.doctor.mail(),
  }
}
