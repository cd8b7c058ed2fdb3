export { Sfu } from './sfu.dom.ts'
