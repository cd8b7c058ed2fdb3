import { engine } from '../../../engine/engine.ts'
import { choose } from './choices.dom.ts'
import type { CallControls } from './controls.ts'
import { changeOwn } from './own.ts'
import { currentSession, dismiss, joinCall, startCall } from './session.dom.ts'

/** Whatever a person does to a call that is over already is done. */
export const controls: CallControls = {
  start: startCall,
  join: joinCall,
  decline: (call) => engine.calls.decline(call),
  leave: async () => currentSession()?.leave(),
  async endForAll() {
    const session = currentSession()
    if (session) await engine.calls.end(session.state.id)
  },
  async ring(users) {
    const session = currentSession()
    if (session) await engine.calls.ring(session.state.id, users)
  },
  async remove(user) {
    const session = currentSession()
    if (session) await engine.calls.remove(session.state.id, user)
  },
  setMicrophone: async (on) => currentSession()?.own.setMicrophone(on),
  async setCamera(on) {
    if (on) choose({ saveData: false })
    currentSession()?.takePictures(true)
    await currentSession()?.own.setCamera(on)
  },
  flipCamera: async () => currentSession()?.own.flip(),
  async choose(kind, device) {
    choose({ [kind]: device })
    if (kind === 'audiooutput') await currentSession()?.speakThrough(device)
    else await currentSession()?.own.choose(kind, device)
  },
  shareScreen: async (on) => currentSession()?.own.setScreen(on),
  raiseHand: async (up) => currentSession()?.own.raiseHand(up),
  react: async (emoji) => currentSession()?.react(emoji),
  async setNoiseSuppression(on) {
    choose({ noiseSuppression: on })
    await currentSession()?.own.local.setNoiseSuppression(on)
  },
  async saveData(on) {
    choose({ saveData: on })
    currentSession()?.takePictures(!on)
    if (on) await currentSession()?.own.setCamera(false)
  },
  relayOnly: (on) => choose({ relayOnly: on }),
  minimise: (small) => changeOwn({ small }),
  dismiss,
}
