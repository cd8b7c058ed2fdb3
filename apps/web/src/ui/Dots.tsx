import css from './Dots.module.css'

/** Three dots that peck while somebody types. */
export function Dots() {
  return (
    <span className={css.dots} aria-hidden>
      <span />
      <span />
      <span />
    </span>
  )
}
