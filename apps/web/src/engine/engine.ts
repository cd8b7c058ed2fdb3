import { connect } from './connect.ts'
import type { WebEngine } from './web-engine.ts'

/** The one engine of this tab. */
export const engine: WebEngine = connect()
