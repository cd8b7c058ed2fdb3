// A process of its own that opens a data folder and holds it until it is killed. Used by data-folder.test.ts.
import { openDataFolder } from './index.ts'

const folder = process.argv[2]
if (!folder) throw new Error('usage: hold-folder.fixture.ts FOLDER')
await openDataFolder(folder)
console.log('held')
setInterval(() => undefined, 60_000)
