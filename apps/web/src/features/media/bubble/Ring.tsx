const start = 4
const radius = 22

/** How much of something is done; a moment after its beginning there is something to see. */
export function Ring({ percent }: { percent: number }) {
  return (
    <svg width={48} height={48} viewBox="0 0 48 48" aria-hidden>
      <circle
        cx={24}
        cy={24}
        r={radius}
        fill="none"
        stroke="currentColor"
        strokeWidth={3}
        strokeLinecap="round"
        pathLength={100}
        strokeDasharray={`${Math.min(100, Math.max(start, percent))} 100`}
        transform="rotate(-90 24 24)"
      />
    </svg>
  )
}
