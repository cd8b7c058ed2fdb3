import type { Client } from '@soroka/client/types'

/** The SDK as the page sees it, and the one thing that only the page knows. */
export interface WebEngine extends Client {
  setVisible(visible: boolean): Promise<void>
}
