import type { ClientEvent } from '@soroka/client/types'
import { authStore } from '../stores/authStore.ts'
import { forgetCalls } from '../stores/callStore.ts'
import { chatStore } from '../stores/chatStore.ts'
import { hearOfEnded } from '../stores/endedStore.ts'
import { hearOfChange } from '../stores/groupChanges.ts'
import { hearOfHeard } from '../stores/heardStore.ts'
import { tellFeed } from '../stores/page-reading.ts'
import { stickersChanged } from '../stores/stickerStore.ts'
import { forgetFaces, hearPhotos } from '../stores/photoStore.ts'
import { setDownload } from '../stores/downloadStore.ts'
import { applyUploads } from '../stores/uploadStore.ts'
import { wsStore } from '../stores/wsStore.ts'
import { askToUpdate } from '../app/ask-to-update.ts'
import { sweepExports } from './exports-folder.dom.ts'
import { rememberSignedIn, startAnew, takeEndReason } from '../app/known-session.dom.ts'
import { devicesChanged } from '../stores/devicesStore.ts'
import { pushChanged } from '../stores/notifyStore.ts'
import { prefsStore } from '../stores/prefsStore.ts'
import { forgetPhotos } from '../ui/photo-url.dom.ts'
import { applyCall, readCalls } from './call-feed.dom.ts'
import { engine } from './engine.ts'
import { EngineError } from './errors.ts'

/** What the screens hold of an account goes with its session. */
function forgetAccount(): void {
  chatStore.getState().clear()
  forgetCalls()
  prefsStore.getState().setFolder(null)
  forgetPhotos()
  forgetFaces()
  void sweepExports()
}

/** Server data enters the screen's state here and nowhere else. */
export function applyEvent(event: ClientEvent): void {
  switch (event.type) {
    case 'session':
      if (event.reason === 'storage_gone') return startAnew(event.reason)
      if (event.session === null) forgetAccount()
      rememberSignedIn(event.session !== null)
      return authStore.getState().setSession(event.session, event.reason)
    case 'connection':
      return wsStore.getState().setConnection(event.state)
    case 'chats':
      return chatStore.getState().applyChats(event.upserts, event.removed)
    case 'messages':
      hearOfEnded(event.upserts, event.removed)
      return tellFeed('applyMessages', [event.chat, event.upserts, event.removed])
    case 'lines':
      hearOfChange(event.chat)
      return tellFeed('applyLines', [event.chat, event.upserts])
    case 'folders':
      return chatStore.getState().setFolders(event.folders)
    case 'search':
      return chatStore.getState().setIndexing({ indexed: event.indexed, total: event.total })
    case 'typing':
      return chatStore.getState().setTyping(event.chat, event.users)
    case 'uploads':
      return applyUploads(event.files)
    case 'download':
      return setDownload(event.file, event.progress)
    case 'people':
      hearPhotos(event.upserts)
      return chatStore.getState().applyPeople(event.upserts)
    case 'stickers':
      return stickersChanged()
    case 'heard':
      return hearOfHeard(event.chat, event.heard)
    case 'call':
    case 'call_signal':
    case 'call_keys':
    case 'call_refused':
    case 'call_history':
      return applyCall(event)
    case 'devices':
      return devicesChanged()
    case 'push':
      return pushChanged()
    case 'update_needed':
      return void askToUpdate()
    default:
      event satisfies never
  }
}

/** Without its tabs the list shows all chats; the next event about folders brings them. */
function withoutFolders(error: unknown): void {
  if (!(error instanceof EngineError)) console.error(error)
}

/** What the list shows before its first event; folders may come a moment later. */
export async function readLists(): Promise<void> {
  engine.chats.folders().then(chatStore.getState().setFolders, withoutFolders)
  chatStore.getState().applyChats(await engine.chats.list(), [])
}

/** A server on this very machine needs no network. */
const ownMachine = /^(localhost|127\.|\[::1\])/.test(location.hostname)

/** Subscribes, then reads what was there before; `authStore.session` stays undefined until the engine has answered. */
export async function startFeed(): Promise<void> {
  await engine.subscribe(applyEvent)
  const [session, connection] = await Promise.all([engine.auth.session(), engine.connection()])
  // Before its first try an engine knows nothing of the network, and a second tab asks the first one.
  wsStore.getState().setConnection(connection === 'offline' ? 'connecting' : connection)
  if (session) await readLists()
  rememberSignedIn(session !== null)
  authStore.getState().setSession(session, takeEndReason())
  if (session) void readCalls()
  const wake = () => {
    const visible = document.visibilityState === 'visible'
    wsStore.getState().setNetwork(navigator.onLine || ownMachine)
    void engine.setVisible(visible)
    if (visible) void engine.wake()
  }
  wake()
  document.addEventListener('visibilitychange', wake)
  addEventListener('online', wake)
  addEventListener('offline', wake)
}
