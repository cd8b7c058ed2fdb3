import css from './Magpie.module.css'

/** The empty list's picture: a magpie on a branch, drawn in lines; only its tail has the sheen. */
export function Magpie() {
  return (
    <svg className={css.art} viewBox="0 0 240 200" fill="none" aria-hidden>
      <defs>
        <linearGradient id="magpie-tail" gradientUnits="userSpaceOnUse" x1="36" y1="176" x2="120" y2="104">
          <stop className={css.stop1} />
          <stop className={css.stop2} offset="0.5" />
          <stop className={css.stop3} offset="1" />
        </linearGradient>
      </defs>
      <path className={css.branch} d="M14 152c38-8 70-6 104-2s70 2 108-14" />
      <path className={css.branch} d="M198 145c7 5 11 12 12 21M84 150c-6-6-9-13-9-21" />
      <path className={css.leaf} d="M210 166c9 3 13 12 10 22-9-3-13-12-10-22ZM75 129c-8-3-11-11-8-20 8 3 11 11 8 20Z" />
      <path className={css.tail} d="M104 104 40 168c-8 8-6 18 2 20 6 2 12-1 18-7l62-52" />
      <path
        className={css.body}
        d="M150 34c24 0 41 15 44 36l20 13c4 2 3 7-1 9l-21 8c-5 31-29 48-59 48-24 0-42-15-42-36 0-15 10-25 19-36 8-11 8-20 14-31 7-8 15-11 26-11Z"
      />
      <path className={css.wing} d="M101 120c0-19 21-33 50-33 2 24-14 47-35 47-10 0-15-6-15-14Z" />
      <circle className={css.eye} cx="164" cy="66" r="4.5" />
      <path className={css.line} d="M128 147v8m-6 1h14M146 143v10m-6 1h14" />
    </svg>
  )
}
