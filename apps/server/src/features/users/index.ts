export { type Appended, appendChain, findDeviceKey, maxChain, readChainState } from './chain.ts'
export { nicknameCandidates, nicknameFrom } from './nickname.ts'
export {
  anyUserExists,
  findUser,
  findUserByEmail,
  insertUser,
  listChain,
  listDevices,
  lockUser,
  putPhoto,
  renameDevice,
  takenNicknames,
  updateUser,
  type UserRow,
} from './users-repo.ts'
export { usersRouter } from './users-routes.ts'
