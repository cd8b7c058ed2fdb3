// `npm start`: builds the web app if it has to, then becomes the server.
import { ensureWebBuilt } from './web-build.ts'

await ensureWebBuilt((line) => console.log(line))
await import('../apps/server/src/main.ts')
