// postgres.js 3.4.9 writes to a connection that was closed between two statements of a transaction: an error that nobody can
// catch ends the process. And what waits to be written when a connection closes keeps it silent for ever after. Both are mended
// while the driver is loaded; a release with other words here is refused, and somebody looks whether this is still needed.
import { changeSource } from '../change-source.ts'

const closed = "Errors.connection('CONNECTION_CLOSED', options)"

changeSource({
  file: '/postgres/src/connection.js',
  changes: [
    {
      from: '    try {\n      q.state = backend\n',
      to: `    if (socket === null)\n      return queryError(q, ${closed}), true\n\n    try {\n      q.state = backend\n`,
    },
    {
      from: "clearImmediate(nextWriteTimer)\n    socket.removeListener('data', data)\n",
      to: "clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n    socket.removeListener('data', data)\n",
    },
  ],
})
