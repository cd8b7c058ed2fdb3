import './theme/mantine.ts'
import './theme/fonts.css'
import './theme/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { wasSignedIn } from './app/known-session.dom.ts'
import { startServiceWorker } from './app/service-worker.dom.ts'
import { InsecurePage } from './app/InsecurePage.tsx'
import { keepLink } from './features/groups/kept-link.dom.ts'
import { startFeed } from './engine/feed.dom.ts'
import { startI18n } from './i18n/i18n.ts'

const root = createRoot(document.getElementById('root') ?? document.body)
const secure = globalThis.isSecureContext && 'subtle' in crypto

keepLink(wasSignedIn())
await startI18n()
if (secure) {
  void startFeed()
  root.render(<App />)
  startServiceWorker()
} else root.render(<InsecurePage />)
