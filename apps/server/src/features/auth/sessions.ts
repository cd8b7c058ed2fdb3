import { randomBytes } from 'node:crypto'
import type { DeviceId, SessionId, UserId } from '@soroka/protocol'
import { SorokaError } from '@soroka/protocol'
import { closeCodes } from '@soroka/protocol/frames'
import type { DownFrame } from '@soroka/protocol/frames'
import { sessionTopic } from '../../platform/bus/index.ts'
import type { Bus } from '../../platform/bus/index.ts'
import type { Queries } from '../../platform/db/index.ts'
import type { Caller } from '../../platform/http/index.ts'
import { newId, sameBytes, sha256, verifyEd25519 } from '../../platform/keys/index.ts'
import { findDeviceKey, refuseSuspended } from '../users/index.ts'
import { signAccessToken, verifyAccessToken } from './access-token.ts'
import type { SeenSessions } from './seen-sessions.ts'
import { generationOf, refreshInput, refreshToken } from './refresh-token.ts'
import {
  endSession,
  endSessionsOf,
  findSession,
  insertSession,
  insertTicket,
  listLive,
  lockSession,
  noteArrival,
  rotateSession,
  takeTicket,
} from './sessions-repo.ts'
import type { EndedSession, EndReason, SessionRow } from './sessions-repo.ts'

/** A device that does not come for so long has to sign in again. */
export const sessionLife = 180 * 86_400_000
/** For so long the token before the newest is answered with the same successor, whoever lost the reply (S2). */
export const graceMs = 10_000
export const ticketLife = 30_000

/** What a device gets: an access token and the refresh token of its generation. */
export interface Grant extends Caller {
  readonly accessToken: string
  readonly expiresAt: number
  readonly generation: number
  readonly refreshToken: string
}

export interface Proof {
  readonly session: SessionId
  readonly refreshToken: string
  /** base64url, by the device key over refreshInput. */
  readonly signature: string
  /** How the session must have been delivered. */
  readonly delivery: 'cookie' | 'body'
}

export interface SessionsDeps {
  readonly db: Queries
  readonly bus: Bus
  readonly now: () => number
  readonly accessKey: Uint8Array
  readonly refreshKey: Uint8Array
  readonly seen: Pick<SeenSessions, 'note' | 'write'>
  /** Takes away what belongs to a session that ended; `holder`: whose it was until now. */
  readonly ended: (session: SessionId, holder: { user: UserId; device: DeviceId } | undefined) => Promise<void>
}

/** A live session and the generation of the token that was shown. */
type Known = SessionRow & { readonly proved: { readonly generation: number } }

export type Sessions = ReturnType<typeof createSessions>

export function createSessions({ db, bus, now, accessKey, refreshKey, seen, ended: forget }: SessionsDeps) {
  function grantOf(
    row: Pick<SessionRow, 'id' | 'userId' | 'deviceId' | 'delivery' | 'salt'>,
    generation: number,
  ): Grant {
    const caller = { user: row.userId, device: row.deviceId, session: row.id, delivery: row.delivery }
    const { token, expiresAt } = signAccessToken(accessKey, { ...caller, generation }, now())
    return {
      ...caller,
      generation,
      accessToken: token,
      expiresAt,
      refreshToken: refreshToken(refreshKey, row.id, row.salt, generation),
    }
  }

  /** In the transaction that certifies the device. ACCOUNT_SUSPENDED: every way in ends here. */
  async function create(
    tx: Queries,
    owner: { user: UserId; device: DeviceId; delivery: 'cookie' | 'body' },
  ): Promise<Grant> {
    await refuseSuspended(tx, owner.user)
    const at = now()
    const row = {
      id: newId() as SessionId,
      userId: owner.user,
      deviceId: owner.device,
      delivery: owner.delivery,
      salt: randomBytes(16),
    }
    const grant = grantOf(row, 1)
    await insertSession(tx, {
      ...row,
      generation: 1,
      tokenHash: sha256(grant.refreshToken),
      arrivedGeneration: 0,
      rotatedAt: at,
      createdAt: at,
      expiresAt: at + sessionLife,
    })
    return grant
  }

  /**
   * Exchanges a refresh token. The newest one is rotated. The one before it gets the same successor again within
   * graceMs, or as long as the successor was never used: then the reply was lost. Any older one was stolen or copied:
   * the session ends. A forged one does nothing.
   */
  async function refresh(proof: Proof): Promise<Grant> {
    const outcome = await db.transaction(async (tx): Promise<Grant | 'reuse'> => {
      const row = known(await lockSession(tx, proof.session), proof)
      const { generation } = row.proved
      const isCurrent = generation === row.generation
      if (!isCurrent && !mayBeAnsweredAgain(row, generation)) return 'reuse'
      const signedFor = await signedGeneration(tx, row, proof)
      if (!isCurrent || signedFor !== generation) return grantOf(row, row.generation)
      if (!sameBytes(sha256(proof.refreshToken), row.tokenHash)) throw new SorokaError('UNAUTHORIZED')
      const grant = grantOf(row, generation + 1)
      await rotateSession(tx, row.id, {
        generation: generation + 1,
        tokenHash: sha256(grant.refreshToken),
        arrivedGeneration: generation,
        rotatedAt: now(),
        expiresAt: now() + sessionLife,
      })
      return grant
    })
    if (outcome !== 'reuse') return outcome
    await end(proof.session, 'reuse')
    throw new SorokaError('SESSION_ENDED', { reason: 'reuse' })
  }

  function mayBeAnsweredAgain(row: SessionRow, generation: number): boolean {
    if (generation !== row.generation - 1) return false
    return now() - row.rotatedAt <= graceMs || row.arrivedGeneration < row.generation
  }

  /** The live session that this token belongs to, and the token's generation. */
  function known(row: SessionRow | undefined, proof: Proof): Known {
    if (row === undefined || row.delivery !== proof.delivery) throw new SorokaError('UNAUTHORIZED')
    const generation = generationOf(refreshKey, row.id, row.salt, proof.refreshToken)
    if (generation === undefined || generation > row.generation) throw new SorokaError('UNAUTHORIZED')
    if (!isLive(row)) throw new SorokaError('SESSION_ENDED', { reason: row.endReason ?? 'expired' })
    return { ...row, proved: { generation } }
  }

  /**
   * The generation that the device signed for: the token's own, or the one before it where that may be answered again.
   * (A browser may have stored the new cookie, and the page never saw the reply.) SIGNATURE_WRONG if neither.
   */
  async function signedGeneration(tx: Queries, row: Known, proof: Proof): Promise<number> {
    const { generation } = row.proved
    const key = await findDeviceKey(tx, row.userId, row.deviceId)
    const signature = Buffer.from(proof.signature, 'base64url')
    const accepted = [generation, generation - 1].find(
      (one) =>
        (one === generation || (generation === row.generation && mayBeAnsweredAgain(row, one))) &&
        key !== undefined &&
        verifyEd25519(key, refreshInput(row.id, one), signature),
    )
    if (accepted === undefined) throw new SorokaError('SIGNATURE_WRONG')
    return accepted
  }

  /** Ends the session of whoever holds one of its tokens and its device key; false if it had ended. */
  async function signOut(proof: Proof): Promise<boolean> {
    const row = await findSession(db, proof.session)
    if (row !== undefined && !isLive(row)) return false
    await signedGeneration(db, known(row, proof), proof)
    return end(proof.session, 'signed_out')
  }

  /** Of devices that are revoked, in the same transaction; `tellEnded` follows its commit. */
  function endOf(tx: Queries, user: UserId, gone: readonly DeviceId[]): Promise<EndedSession[]> {
    return endSessionsOf(tx, user, gone, now())
  }

  /** Their sockets hear of it over the bus and close (G10). */
  async function tellEnded(ended: readonly EndedSession[], reason: EndReason = 'revoked'): Promise<void> {
    for (const { id } of ended) tell(id, reason)
    for (const { id, ...holder } of ended) await forget(id, holder)
  }

  function tell(session: SessionId, reason: EndReason): void {
    const told = reason === 'expired' ? 'signed_out' : reason
    const frame: DownFrame = { t: 'session.ended', reason: told }
    bus.publish(sessionTopic(session), { frame: JSON.stringify(frame), close: closeCodes.sessionEnded })
  }

  /** Its sockets hear of it over the bus and close (G10); its access token is refused from now on. */
  async function end(session: SessionId, reason: EndReason): Promise<boolean> {
    const ended = await endSession(db, session, reason, now())
    await forget(session, ended)
    tell(session, reason)
    return ended !== undefined
  }

  /**
   * Ends every session of a person in the caller's transaction. What he began is left alone: a sign-in that has taken its
   * flow away and waits for the person's row would wait for ever; `create` refuses it.
   * @returns what to call after the commit: it takes pushes away and closes the sockets, on all nodes
   */
  async function endAll(
    tx: Queries,
    user: UserId,
    reason: 'revoked' | 'suspended' = 'revoked',
  ): Promise<() => Promise<void>> {
    const ended = await endSessionsOf(tx, user, 'all', now(), reason)
    return () => tellEnded(ended, reason)
  }

  function isLive(row: SessionRow): boolean {
    return row.endedAt === null && row.expiresAt > now()
  }

  /** Who holds this access token. UNAUTHORIZED, TOKEN_EXPIRED, or SESSION_ENDED once the session is over. */
  async function authenticate(token: string): Promise<Caller> {
    const { generation, ...caller } = verifyAccessToken(accessKey, token, now())
    const row = await findSession(db, caller.session)
    if (row === undefined || !isLive(row))
      throw new SorokaError('SESSION_ENDED', { reason: row?.endReason ?? 'expired' })
    if (row.userId !== caller.user || row.deviceId !== caller.device) throw new SorokaError('UNAUTHORIZED')
    seen.note(row.id)
    if (row.arrivedGeneration < generation) await noteArrival(db, row.id, generation)
    return caller
  }

  /** The devices of a person that are signed in, and when each was last heard of. */
  async function live(user: UserId): Promise<{ device: DeviceId; seenAt: number }[]> {
    await seen.write()
    return listLive(db, user, now(), 1000)
  }

  /** Whether the session still stands: for the socket, at its opening. */
  async function isAlive(session: SessionId): Promise<boolean> {
    const row = await findSession(db, session)
    return row !== undefined && isLive(row)
  }

  /** A ticket for one socket: 32 random bytes, kept as a hash for 30 s (S4). */
  async function issueTicket(caller: Caller): Promise<{ ticket: string; expiresAt: number }> {
    const ticket = randomBytes(32).toString('base64url')
    const expiresAt = now() + ticketLife
    const { session, user, device, delivery } = caller
    await insertTicket(db, {
      hash: sha256(ticket),
      sessionId: session,
      userId: user,
      deviceId: device,
      delivery,
      expiresAt,
    })
    return { ticket, expiresAt }
  }

  /** Who the ticket was given to; a second asker gets undefined. */
  async function redeem(ticket: string): Promise<Caller | undefined> {
    const row = await takeTicket(db, sha256(ticket), now())
    if (row === undefined || !(await isAlive(row.sessionId))) return undefined
    return { user: row.userId, device: row.deviceId, session: row.sessionId, delivery: row.delivery }
  }

  return { create, refresh, signOut, end, endOf, endAll, tellEnded, live, authenticate, isAlive, issueTicket, redeem }
}
