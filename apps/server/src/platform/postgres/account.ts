// Postgres refuses to run as root: then it runs under an ordinary account, and must be able to reach its files.
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { isSystemError, StartError } from '../data-folder/index.ts'

/** The account that Postgres runs under when this process is root. */
export interface Account {
  name: string
  uid: number
  gid: number
}

/** Tried in this order, unless the data belongs to another account already. */
const PREFERRED = ['soroka', 'nobody']

/**
 * The account for Postgres, or undefined when this process is no root and Postgres simply runs as the same user.
 * Data that an ordinary user made before stays that user's.
 */
export function chooseAccount(data: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readAccounts()
  const owner = ownerOf(data)
  const chosen = owner
    ? accounts.find((account) => account.uid === owner)
    : PREFERRED.map((name) => accounts.find((account) => account.name === name)).find(Boolean)
  if (chosen) return chosen
  throw new StartError(
    'POSTGRES_UNAVAILABLE',
    owner
      ? `Postgres refuses to run as root, and user ${owner}, who owns ${data}, is not in /etc/passwd.`
      : 'Postgres refuses to run as root, and there is no user soroka or nobody to run it as. Create one, or set DATABASE_URL.',
  )
}

/** The name by which Postgres will know this process (peer authentication asks the system for it). */
export function ownName(): string {
  try {
    return userInfo().username
  } catch (error) {
    throw new StartError(
      'POSTGRES_UNAVAILABLE',
      `Postgres needs a user with a name, and user ${process.getuid?.()} has no line in /etc/passwd. Add one, or set DATABASE_URL.`,
      { cause: error },
    )
  }
}

/** Can `account` (or we ourselves) get into `folder`? Asked of the system, which knows of ACLs and mounts too. */
export function canReach(account: Account | undefined, folder: string): boolean {
  const { uid, gid } = account ?? {}
  const result = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { uid, gid, cwd: '/', stdio: 'ignore' })
  if (result.error) throw result.error
  return result.status === 0
}

function ownerOf(folder: string): number | undefined {
  try {
    return statSync(folder).uid || undefined
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return undefined
    throw error
  }
}

/** passwd(5): name:password:uid:gid:… */
function readAccounts(): Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .flatMap(([name, , uid, gid]) => (name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []))
}
