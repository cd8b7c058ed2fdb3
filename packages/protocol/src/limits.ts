/** One place for the numbers both sides agree on. */
export const limits = {
  /** Characters (UTF-16 units) of one message's text. */
  messageText: 16_000,
  /** Bytes of one sealed envelope. */
  envelopeBytes: 73_728,
  /** Bytes of one socket frame, either way. */
  frameBytes: 131_072,
  /** Bytes of one JSON body over HTTP; an epoch of 1,000 boxes fits. */
  bodyBytes: 2_097_152,
  /** Rows of one page of history. */
  pageRows: 200,
  /** Chats of one page of the vector, and chats whose newest rows are asked for at once. */
  pageChats: 100,
  /** Epoch records of one page. */
  pageEpochs: 64,
  /** People whose key chains are asked for at once. */
  pageKeyChains: 100,
  /** User ids one socket may watch for presence. */
  watchedUsers: 100,
  /** Members of a group. */
  members: 1000,
  /** Characters of a group's name and description. */
  chatName: 128,
  chatDescription: 1000,
  /** Messages of one person that wait for their time. */
  scheduled: 100,
  /** Furthest that a message may be scheduled ahead, in ms. */
  scheduleAhead: 366 * 86_400_000,
  contacts: 5000,
  blocks: 1000,
  /** Sealed entries of one account's vault, and bytes of one. */
  vaultEntries: 20_000,
  vaultEntryBytes: 65_536,
  /** Bytes of all of them. */
  vaultBytes: 67_108_864,
  /** Bytes that a link preview may bring. */
  previewBytes: 524_288,
  /** Bytes of a GIF that the server fetches from its provider. */
  gifBytes: 5_242_880,
  /** Bytes of one file before it is sealed. */
  fileBytes: 2_147_483_648,
  /** Bytes of one upload: the largest file with the tags of its chunks. */
  sealedFileBytes: 2_147_745_792,
  /** Files that one message may hold, and all that its header may name: previews are files too (R20). */
  attachments: 10,
  filesOfMessage: 20,
  /** Bytes of a profile photo: re-encoded on the device, square. */
  photoBytes: 131_072,
  /** Pixels of its longer side. */
  photoSide: 1024,
  /** People whom one call rings, and devices that one call holds: of p2p each sends to every other one. */
  callRings: 50,
  callDevices: 6,
  callSfuDevices: 50,
  /** ms that a call rings, and that a device in it may be silent. */
  callRingTime: 45_000,
  callLease: 30_000,
  /** Bytes of one sealed signal: a session description with all candidates fits. */
  callSignalBytes: 32_768,
  /** Characters of a push subscription's address; chats of one list of held epochs. */
  pushEndpoint: 1024,
  pushEpochs: 500,
  /** Links that one call may have had, the last of which is good; guests who knocked at it, and who wait at a time. */
  callLinks: 20,
  callGuests: 50,
  callWaiting: 8,
  /** Bytes of what a guest says of himself, and of what a link shows, sealed. */
  guestHelloBytes: 512,
  guestCardBytes: 512,
  guestPassBytes: 128,
  /** Accounts or acts of one page of the desk; characters of a note in its log. */
  pageDesk: 50,
  deskNote: 500,
  /** People who don't know a new account whom it may write to in a day, who may leave it unanswered, and whom it may put into groups in a day. */
  newcomerChats: 10,
  newcomerWaiting: 10,
  newcomerGroup: 20,
  /** Days for which an account may be called new. */
  newcomerDays: 30,
  /** Messages of one report: the one it is about, and others of the same author. */
  reportMessages: 5,
  /** Days that a closed report, and what it disclosed, is kept. */
  reportDays: 30,
  /** Domains whose addresses may sign up; invites that may be good at a time. */
  placeDomains: 50,
  placeInvites: 200,
  name: 64,
  /** Characters of a profile's words. */
  about: 200,
  status: 80,
  deviceName: 64,
  nickname: 32,
  email: 254,
} as const
