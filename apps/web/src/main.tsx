import './theme/mantine.ts'
import './theme/fonts.css'
import './theme/accents.css'
import './theme/base.css'
import './theme/brand.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { firstPaint } from './app/first-paint.dom.ts'
import { isGuestPlace } from './app/guest-place.ts'
import { endLaunch } from './app/launch.dom.ts'
import { isNew, loadAuth } from './app/halves.ts'
import { startServiceWorker } from './app/service-worker.dom.ts'
import { InsecurePage } from './app/InsecurePage.tsx'
import { watchInstall } from './features/install/installer.dom.ts'
import { keepInvite } from './app/kept-invite.dom.ts'
import { keepLink } from './features/groups/kept-link.dom.ts'
import { startFeed } from './engine/feed.dom.ts'
import { startI18n } from './i18n/i18n.ts'

const root = createRoot(document.getElementById('root') ?? document.body)
const secure = globalThis.isSecureContext && 'subtle' in crypto

watchInstall()
keepInvite()
keepLink(!isNew)
if (!isNew) endLaunch()
await startI18n()
if (secure) {
  if (!isGuestPlace()) void (isNew ? loadAuth().then(firstPaint).then(startFeed) : startFeed())
  root.render(<App />)
  startServiceWorker()
} else root.render(<InsecurePage />)
