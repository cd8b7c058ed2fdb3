export { escapeHtml, sendPage } from './page.ts'
export { addSecurityHeaders } from './security-headers.ts'
export { serveWebApp } from './web-app.ts'
