import type { Client } from '@soroka/client/types'
import { connect } from './connect.ts'

/** The one engine of this tab. */
export const engine: Client = connect()
