// `npm start`: builds the web app if it has to, then becomes the server.
import { enableCompileCache } from 'node:module'
import path from 'node:path'
import { ensureWebBuilt } from './web-build.ts'

enableCompileCache(path.resolve(import.meta.dirname, '../node_modules/.cache/compile')) // a third off the time to start
await ensureWebBuilt((line) => console.log(line))
await import('../apps/server/src/main.ts')
