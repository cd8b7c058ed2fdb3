import { expect, test } from 'vitest'
import { complaintsOfClasses } from './css-classes.ts'

const css = `
.row { color: red; .icon { width: 1.5em } }
/* not .old { } */
.row[data-kind='.strange'] > .name { composes: thin from '../ui/Ink.module.css'; }
@media (width > 1.5em) { .wide { margin: 0 } }
`
const ink = '.thin { opacity: 0.5 } .base { margin: 0 } .bold { composes: base thin; }'
const line = (code: string) => `import css from './Line.module.css'\nimport Ink from '../ui/Ink.module.css'\n${code}`
const judge = (code: string) =>
  complaintsOfClasses(
    new Map([
      ['web/list/Line.module.css', css],
      ['web/ui/Ink.module.css', ink],
      ['web/list/Line.tsx', line(code)],
    ]),
  )

test('a class that somebody names, composes or chooses from quoted words is used', () => {
  expect(judge(`[css.row, css['icon'], css.name, css.wide, Ink.bold]`)).toEqual([])
  expect(judge(`const size: 'icon' | 'wide' = of(it); [css.row, css[size], css.name, Ink.bold]`)).toEqual([])
})

test('a class that nobody uses is told, with where it stands', () => {
  expect(judge(`[css.row, css.icon, css.wide, other.css.name, Ink.bold]`)).toEqual([
    'web/list/Line.module.css: nobody uses .name',
  ])
  expect(judge(`const size = of('icon'); [css.row, css[size], css.name]`)).toEqual([
    'web/list/Line.module.css: nobody uses .wide',
    'web/ui/Ink.module.css: nobody uses .bold',
  ])
})

test('a class that is not there is told, with who wants it', () => {
  expect(judge(`[css.row, css.icon, css.name, css.wide, css.old, Ink.bold]`)).toEqual([
    'web/list/Line.tsx: web/list/Line.module.css has no .old',
  ])
})
