export { connect } from './fake-engine.ts'
