import { needProgram, programs } from '../../scripts/programs.ts'
import { complaintsOf } from './command.ts'
import { copyNginx } from './nginx-copy.ts'
import { tool } from './tools.ts'

export async function checkNginx(): Promise<string[]> {
  const copy = await copyNginx(18_080)
  try {
    return [
      ...complaintsOf(needProgram(programs.nginx), ['-t', '-q', '-c', copy.file]),
      ...complaintsOf(tool('gixy'), [copy.file]),
    ]
  } finally {
    await copy.remove()
  }
}
