export { controls } from './call-controls.dom.ts'
export { returnToCall } from './session.dom.ts'
