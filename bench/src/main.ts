// `npm run bench`: measures, prints, and writes tables and plots to bench/results. Parts by name: `npm run bench -- server`.
// Those that take long run only when they are named: `npm run bench -- peers soroka ejabberd` compares servers,
// `npm run bench -- crowd` has ten thousand connections.
import { runApp } from './app/run.ts'
import { runCalls } from './calls/run.ts'
import { runSfu } from './calls/sfu.ts'
import { runClient } from './client/run.ts'
import { runFiles } from './files/run.ts'
import { runNodes } from './nodes/run.ts'
import { runCrowd } from './peers/crowd.ts'
import { runPeers } from './peers/run.ts'
import { runSearch } from './search/run.ts'
import { runServer } from './server/run.ts'
import { runSignIn } from './sign-in/run.ts'
import { runStart } from './start/run.ts'
import { runWeb } from './web/run.ts'

const parts: Record<string, () => Promise<void>> = {
  start: runStart,
  server: runServer,
  'sign-in': runSignIn,
  nodes: runNodes,
  client: runClient,
  search: runSearch,
  web: runWeb,
  app: runApp,
  files: runFiles,
  calls: runCalls,
  'calls-sfu': runSfu,
}

const wanted = process.argv.slice(2)
const [first, ...rest] = wanted
if (first === 'peers') await runPeers(rest)
else if (first === 'crowd') await runCrowd()
else for (const [name, run] of Object.entries(parts)) if (wanted.length === 0 || wanted.includes(name)) await run()
