import css from './ListSkeleton.module.css'

/** Rows in the shape of real ones, seen only when the device takes longer than a blink. */
export function ListSkeleton() {
  return (
    <div className={css.list} aria-hidden>
      {[62, 48, 70, 55, 66, 44].map((width, index) => (
        <div key={width} className={css.row}>
          <span className={css.circle} />
          <svg className={css.lines} viewBox="0 0 100 40" preserveAspectRatio="none">
            <rect x="0" y="2" width={width * 0.7} height="13" rx="2" />
            <rect x="0" y="26" width={width + (index % 2) * 12} height="10" rx="2" />
          </svg>
        </div>
      ))}
    </div>
  )
}
