import { needProgram, programs } from '../../scripts/programs.ts'
import { complaintsOf, ran } from './command.ts'

/** All that must be given: the rest has defaults. */
const given = { SOROKA_DOMAIN: 'chat.example.org', POSTGRES_PASSWORD: 'p', TURN_SECRET: 't' }
const production = ['-f', 'deploy/compose.yml']
const development = [...production, '-f', 'deploy/compose.dev.yml']

/** Compose reads the files, with every profile; and it stops where something must be given and is not. */
export function checkCompose(): string[] {
  const compose = needProgram(programs.compose)
  const complaints = [production, development].flatMap((files) =>
    complaintsOf(
      compose,
      [
        ...files,
        '--profile',
        'livekit',
        '--profile',
        's3',
        '--profile',
        'watch',
        '--profile',
        'grafana',
        'config',
        '--quiet',
      ],
      given,
    ),
  )
  for (const name of Object.keys(given)) {
    const without = Object.fromEntries(Object.entries(given).filter(([other]) => other !== name))
    const { ok, said } = ran(compose, [...production, 'config', '--quiet'], { ...without, [name]: '' })
    if (ok || !said.includes('scripts/setup.sh'))
      complaints.push(`without ${name} it must refuse and say what to do: ${said}`)
  }
  return complaints
}
