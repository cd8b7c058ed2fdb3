/** Says how far a long work has come: on a terminal in one line that changes, elsewhere in a line now and then. */
export class Progress {
  readonly #total: number
  readonly #say: (line: string, isLast: boolean) => void
  readonly #now: () => number
  readonly #begun: number
  #done = 0
  #step = { name: '', weight: 0, bytes: 0 }

  /** @param total the sum of the weights of all steps; any unit */
  constructor(
    total: number,
    say: (line: string, isLast: boolean) => void,
    now: () => number = () => performance.now(),
  ) {
    this.#total = Math.max(total, 1)
    this.#say = say
    this.#now = now
    this.#begun = now()
  }

  begin(name: string, weight: number): void {
    this.#step = { name, weight, bytes: 0 }
    this.#show()
  }

  /** More bytes of this step went by; it may turn out larger than its weight. */
  add(bytes: number): void {
    this.#step.bytes += bytes
    this.#show()
  }

  /** @param rows how many there are; what has none is not worth a line */
  end(rows = '0'): void {
    this.#done += this.#step.weight
    this.#step.weight = 0
    this.#show(`, ${Number(rows).toLocaleString('en')} rows`, rows !== '0')
  }

  /** All is done. */
  finish(text: string): void {
    this.#say(`100 %  ${text}`, true)
  }

  #show(more = '', isLast = false): void {
    const { name, weight, bytes } = this.#step
    const share = Math.min(1, (this.#done + Math.min(bytes, weight)) / this.#total)
    const percent = String(Math.floor(share * 100)).padStart(3)
    const passed = this.#now() - this.#begun
    const left = share < 0.01 || share === 1 ? '' : `, ${clock((passed * (1 - share)) / share)} left`
    this.#say(`${percent} %  ${name}${bytes > 0 ? `, ${sizeOf(bytes)}` : ''}${more}${left}`, isLast)
  }
}

/** Lines for people at `stream`: what is not the last of its step is written over, or left out. */
export function progressLines(stream: NodeJS.WriteStream): (line: string, isLast: boolean) => void {
  let shown = 0
  return (line, isLast) => {
    const due = performance.now() - shown > (stream.isTTY ? 100 : 5000)
    if (!isLast && !due) return
    shown = performance.now()
    if (stream.isTTY) stream.write(`\r\u001B[K  ${line.slice(0, stream.columns - 3)}${isLast ? '\n' : ''}`)
    else stream.write(`  ${line}\n`)
  }
}

/** Like "3.2 MiB". */
export function sizeOf(bytes: number): string {
  const unit = bytes < 1024 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10))
  return `${(bytes / 1024 ** unit).toFixed(unit === 0 ? 0 : 1)} ${['B', 'KiB', 'MiB', 'GiB', 'TiB'][unit] ?? ''}`
}

function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
