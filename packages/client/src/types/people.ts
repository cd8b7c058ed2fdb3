import type { UserId } from '@soroka/protocol'
import type { KnownFact, Privacy, ServerRole, Status } from '@soroka/protocol/contract'

/**
 * What I know of a person's identity key. 'verified': I compared the safety number, on whichever of my devices;
 * 'changed': another key was shown for him than the one I accepted, and nothing is sealed to it until I say so.
 */
export type Verification = 'unverified' | 'verified' | 'changed'

export interface PersonView {
  id: UserId
  /** What the screen shows: the name that I gave a contact, else his own. */
  name: string
  /** The name that he gave himself, when mine is another. */
  ownName?: string
  nickname: string
  /** Version of the photo: another one means another picture. Absent: none, as far as is known. */
  photo?: string
  /** What he shows me of himself beside; absent where there is nothing, or it is not for me. */
  about?: string
  /** As he wrote it (E.164): nobody has called it. */
  phone?: string
  /** Over when `until` is past: a screen looks at its clock. */
  status?: Status
  online: boolean
  /** Milliseconds since 1970, or null when unknown or hidden. */
  lastSeen: number | null
  contact: boolean
  blocked: boolean
  /** My private note about a contact. */
  note?: string
  verification: Verification
}

/** A photo's bytes: JPEG, PNG or WebP. */
export interface PhotoView {
  version: string
  image: Uint8Array<ArrayBuffer>
}

export interface PeopleApi {
  find(query: string): Promise<PersonView[]>
  get(user: UserId): Promise<PersonView | null>
  /** The photo of a person, kept on this device; null when there is none. `people` events tell of another version. */
  photo(user: UserId): Promise<PhotoView | null>
  /** The people on the screen now; replaces the last set. */
  watch(users: UserId[]): Promise<void>
  /**
   * 60 digits that both see alike while nobody sits between them; null until both chains are known. Of somebody whose key
   * changed: the number of the new key.
   */
  safetyNumber(user: UserId): Promise<string | null>
  /**
   * I compared the number, and it is the same: all my devices know it. Accepts a changed key too.
   * CONFLICT when it is not the number of his key any more.
   */
  verify(user: UserId, number: string): Promise<void>
  /** Takes 'verified' back. */
  unverify(user: UserId): Promise<void>
  /** I accept the changed key without comparing: what was held goes out, and he is 'unverified'. */
  confirmKey(user: UserId): Promise<void>
}

export interface ContactsApi {
  list(): Promise<PersonView[]>
  add(user: UserId): Promise<void>
  remove(user: UserId): Promise<void>
  /** My own name and note for a contact, sealed; empty takes them back. */
  rename(user: UserId, input: { name: string; note: string }): Promise<void>
  blocked(): Promise<PersonView[]>
  block(user: UserId): Promise<void>
  unblock(user: UserId): Promise<void>
}

export type PrivacyView = Privacy

export interface AccountApi {
  get(): Promise<{
    email: string
    name: string
    nickname: string
    /** On the server itself; of chats it says nothing. */
    role: ServerRole
    findByEmail: boolean
    privacy: PrivacyView
    /** Whether links that I write are looked up by the server (R19). Null: not asked yet. */
    linkPreviews: boolean | null
    /** Seconds after which messages of chats that I begin disappear; 0: never. Sealed, for all my devices. */
    newTimer: number
    recoverySavedAt: number | null
    about: string | null
    phone: string | null
    status: Status | null
  }>
  update(input: {
    name?: string
    nickname?: string
    /** Null takes these away. */
    about?: string | null
    phone?: string | null
    status?: Status | null
    findByEmail?: boolean
    privacy?: Partial<PrivacyView>
    linkPreviews?: boolean
    newTimer?: number
  }): Promise<void>
  /** What this server has about me, table by table. */
  known(): Promise<KnownFact[]>
  /** My photo, as everybody on this server may see it: JPEG, PNG or WebP without EXIF. Null takes it away. */
  setPhoto(image: Uint8Array<ArrayBuffer> | null): Promise<void>
}
