import css from './Feather.module.css'

const vane = 'M0 42C-38 42-60 14-58-44-54-190-62-470-26-900H22C58-470 66-190 60-60 55 10 38 42 0 42Z'
const shade = 'M0 42C38 42 55 10 60-60 66-190 58-470 22-900H-2L-6-16Z'

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
        <linearGradient id="vane" gradientUnits="userSpaceOnUse" x1="-70" y1="10" x2="110" y2="-430">
          <stop offset="0" stopColor="#21B78C" />
          <stop offset="0.42" stopColor="#1096A3" />
          <stop offset="1" stopColor="#2465B4" />
        </linearGradient>
      </defs>
      {dim.map(({ x, y, size, level }) => (
        <g key={x} transform={`translate(${x} ${y}) rotate(36.4) scale(${size})`} className={css[level]}>
          <path d={vane} />
          <path d="M-2-30-2-900" className={css.quillDim} />
        </g>
      ))}
      <g transform="translate(222 578) rotate(36.4)">
        <path d={vane} fill="url(#vane)" />
        <path d={shade} className={css.shade} />
        <path d="M-4-16-2-900" className={css.quill} />
      </g>
    </svg>
  )
}
