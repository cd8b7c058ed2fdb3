export { type Appended, appendChain, findDeviceKey, maxChain, readChainState } from './chain.ts'
export { claimLook, fillLooks, heldLooks, isReserved } from './looks.ts'
export { closeness, leastFor } from './audience.ts'
export { nicknameCandidates, nicknameFrom } from './nickname.ts'
export {
  anyUserExists,
  findRole,
  findUser,
  findUserByEmail,
  insertUser,
  listChain,
  listDevices,
  lockUser,
  putPhoto,
  refuseSuspended,
  renameDevice,
  takenNicknames,
  updateUser,
  type UserRow,
} from './users-repo.ts'
export { nearTo, presentProfile, shownColumns, type ShownRow } from './shown-profile.ts'
export { usersRouter } from './users-routes.ts'
export { users } from './schema.ts'
