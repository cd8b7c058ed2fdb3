/** How long a place that somebody was led to is held, while what stands around it loads. */
const holdFor = 2000

export type Align = 'start' | 'center' | 'nearest'

/** A row that somebody was led to. */
interface Held {
  readonly row: Element
  readonly align: Align
  /** px that the row stands lower than its alignment says. */
  readonly offset: number
  readonly until: number
}

/** The topmost row of the view. */
interface Anchor {
  readonly row: Element
  /** px from the start of what scrolls. */
  readonly y: number
  readonly scrollTop: number
}

/**
 * Where a view stands in a feed that grows at both ends. Above the drawn rows lies an empty runway: what grows above the view is
 * taken from it, so that nothing on the screen moves or is painted again, in any browser, in the middle of any scroll.
 */
export class FeedPlace {
  readonly #scroller: HTMLElement
  readonly #runway: HTMLElement
  readonly #column: HTMLElement
  #length = 0
  #held: Held | null = null
  #anchor: Anchor | null = null
  #sticks = true

  constructor(scroller: HTMLElement, runway: HTMLElement, column: HTMLElement) {
    this.#scroller = scroller
    this.#runway = runway
    this.#column = column
  }

  /** px of the drawn feed below the view. */
  get below(): number {
    return this.#scroller.scrollHeight - this.#scroller.clientHeight - this.#scroller.scrollTop
  }

  /** px of the drawn feed above the view; negative when the view stands on the runway. */
  get above(): number {
    return this.#scroller.scrollTop - this.#length
  }

  /** Whether the drawn rows fill the view. */
  get full(): boolean {
    return this.#column.offsetHeight >= this.#scroller.clientHeight
  }

  get height(): number {
    return this.#scroller.clientHeight
  }

  /** Whether the view goes with the end. */
  get sticks(): boolean {
    return this.#sticks
  }

  /** px of the runway that are left. */
  get runway(): number {
    return this.#length
  }

  /** Another length of the runway: what stands on the screen stays, at the price of one full paint. */
  lay(px: number): void {
    const moved = px - this.#length
    if (moved === 0) return
    const { scrollTop } = this.#scroller
    this.#setLength(px)
    this.#scroller.scrollTop = scrollTop + moved
    this.#hold(this.#anchor?.row)
  }

  /** @returns the index of the row that stands `y` px under the top of the view, or of the nearest one; -1 in an empty feed */
  rowAt(y: number): number {
    const rows = this.#column.children
    const wanted = this.#scroller.getBoundingClientRect().top + y
    let low = 0
    let high = rows.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((rows[middle]?.getBoundingClientRect().bottom ?? 0) > wanted) high = middle
      else low = middle + 1
    }
    return high
  }

  toEnd(): void {
    this.#held = null
    this.#sticks = true
    this.#scroller.scrollTop = this.#scroller.scrollHeight
    this.#hold(this.#column.children[this.rowAt(0)])
  }

  toRow(index: number, align: Align, offset = 0): void {
    const row = this.#column.children[index]
    if (!row) return
    this.#held = { row, align, offset, until: performance.now() + holdFor }
    this.#align(this.#held)
    this.#hold(this.#column.children[this.rowAt(0)])
  }

  /** After a scroll: the view stands on other rows, or at the end. */
  record(atEnd: boolean): void {
    // The runway is no place to be: where rows are still to be drawn, the feed ends for now.
    if (this.above < 0) this.#scroller.scrollTop = this.#length
    this.#sticks = atEnd
    this.#hold(this.#column.children[this.rowAt(0)])
  }

  /** Whoever scrolls by himself wants to be elsewhere. */
  letGo(): void {
    this.#held = null
  }

  /** After a change of layout: the view stands where it stood. */
  keep(): void {
    const anchor = this.#anchor
    const held = this.#holding()
    if (anchor?.row.isConnected) this.#takeFromRunway(this.#yOf(anchor.row) - anchor.y, anchor.scrollTop)
    if (held) this.#align(held)
    else if (this.#sticks && this.below > 0) this.toEnd()
    else if (!anchor?.row.isConnected) this.record(this.#sticks)
  }

  #takeFromRunway(grown: number, before: number): void {
    if (Math.abs(grown) < 0.5) return
    // Without the rows that went the feed was too short for a moment.
    const scrollTop = grown < 0 ? Math.max(before, this.#scroller.scrollTop) : this.#scroller.scrollTop
    const length = Math.max(0, this.#length - grown)
    const missing = grown - (this.#length - length)
    this.#setLength(length)
    if (this.#scroller.scrollTop !== scrollTop + missing) this.#scroller.scrollTop = scrollTop + missing
    this.#hold(this.#anchor?.row)
  }

  #setLength(px: number): void {
    this.#length = px
    this.#runway.style.height = `${px}px`
  }

  #holding(): Held | null {
    const held = this.#held
    return held?.row.isConnected && performance.now() < held.until ? held : null
  }

  #align({ row, align, offset }: Held): void {
    const box = row.getBoundingClientRect()
    const view = this.#scroller.getBoundingClientRect()
    const toTop = box.top - view.top - offset
    const toBottom = box.bottom - view.bottom
    const moves: Record<Align, number> = {
      start: toTop,
      center: box.height > view.height ? toTop : (toTop + toBottom) / 2,
      nearest: toTop < 0 ? toTop : Math.max(0, Math.min(toBottom, toTop)),
    }
    if (Math.abs(moves[align]) >= 0.5) this.#scroller.scrollTop += moves[align]
  }

  #hold(row: Element | undefined): void {
    this.#anchor = row ? { row, y: this.#yOf(row), scrollTop: this.#scroller.scrollTop } : null
  }

  #yOf(row: Element): number {
    return row.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top + this.#scroller.scrollTop
  }
}
