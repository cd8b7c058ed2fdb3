import css from './Feather.module.css'

const vane =
  'M0 36C-24 36-40 20-41-8-43-84-60-160-58-270-54-440-36-650-15-900H15C42-650 62-440 58-280 55-170 46-84 36-10 31 22 20 36 0 36Z'
const shade = 'M0 36C20 36 31 22 36-10 46-84 55-170 58-280 62-440 42-650 15-900H-1L-8-22Z'

const dim = [
  { x: 232, y: 246, size: 0.86, level: 'far' },
  { x: 216, y: 412, size: 1, level: 'near' },
  { x: 378, y: 552, size: 1, level: 'near' },
  { x: 522, y: 500, size: 0.92, level: 'far' },
] as const

/** The tail feather: the one large piece of sheen in the product. */
export function Feather({ className }: { className?: string | undefined }) {
  return (
    <svg
      className={`${css.feather} ${className ?? ''}`}
      viewBox="0 0 740 900"
      preserveAspectRatio="xMaxYMin slice"
      aria-hidden
    >
      <defs>
        <linearGradient id="vane" gradientUnits="userSpaceOnUse" x1="-70" y1="20" x2="120" y2="-640">
          <stop offset="0" stopColor="#21B78C" />
          <stop offset="0.4" stopColor="#1299A2" />
          <stop offset="1" stopColor="#2465B4" />
        </linearGradient>
      </defs>
      {dim.map(({ x, y, size, level }) => (
        <g key={x} transform={`translate(${x} ${y}) rotate(36.4) scale(${size})`} className={css[level]}>
          <path d={vane} />
          <path d="M-6-30-1-900" className={css.quillDim} />
        </g>
      ))}
      <g transform="translate(222 578) rotate(36.4)">
        <path d={vane} fill="url(#vane)" />
        <path d={shade} className={css.shade} />
        <path d="M-6-20-1-900" className={css.quill} />
      </g>
    </svg>
  )
}
