import 'livekit-client/e2ee-worker'

/** Told to the page: how many frames were sealed and opened here, after the first ones and then once a second. */
export interface FrameCount {
  kind: 'counted'
  sealed: number
  opened: number
}

interface Message {
  kind?: string
  data?: { enabled?: boolean; participantIdentity?: string }
}

interface TransformEvent extends Event {
  transformer: { options: { participantIdentity: string } }
}

// The library's worker, which is loaded by now, has set both handlers.
const scope = self as unknown as {
  onmessage: (event: MessageEvent<Message>) => void
  onrtctransform: ((event: TransformEvent) => void) | null
  postMessage(message: FrameCount): void
}
const { onmessage: hear, onrtctransform: transform } = scope

/** Frames are always sealed, whatever the server says of a track: else it could show a picture of its own as somebody's. */
function seal(participantIdentity: string): void {
  hear(new MessageEvent('message', { data: { kind: 'enable', data: { enabled: true, participantIdentity } } }))
}

// oxlint-disable-next-line unicorn/prefer-add-event-listener -- it stands in the place of the library's
scope.onmessage = (event) => {
  const { kind, data } = event.data
  if (kind === 'enable' && data?.enabled !== true) return
  if ((kind === 'encode' || kind === 'decode') && data?.participantIdentity) seal(data.participantIdentity)
  hear(event)
}
if (transform)
  scope.onrtctransform = (event) => {
    seal(event.transformer.options.participantIdentity)
    transform(event)
  }

const count: FrameCount = { kind: 'counted', sealed: 0, opened: 0 }
let told = { sealed: 0, opened: 0 }
const tell = () => {
  if (told.sealed === count.sealed && told.opened === count.opened) return
  told = { ...count }
  scope.postMessage(count)
}
setInterval(tell, 1000)

const { subtle } = crypto
const [encrypt, decrypt] = [subtle.encrypt.bind(subtle), subtle.decrypt.bind(subtle)]
/** Frames have their clear bytes as additional data; words beside the media have none. */
const isFrame = (algorithm: AlgorithmIdentifier) => typeof algorithm === 'object' && 'additionalData' in algorithm

subtle.encrypt = async (algorithm: Parameters<typeof encrypt>[0], key, data) => {
  const sealed = await encrypt(algorithm, key, data)
  if (isFrame(algorithm) && count.sealed++ === 0) tell()
  return sealed
}
subtle.decrypt = async (algorithm: Parameters<typeof decrypt>[0], key, data) => {
  const opened = await decrypt(algorithm, key, data)
  if (isFrame(algorithm) && count.opened++ === 0) tell()
  return opened
}
