/** A browser of another engine: what stories need of it beside Chromium. */
export interface OtherBrowser {
  readonly version: string
  open(url: string): Promise<void>
  /** Runs an expression in the page and waits for what it promises; the answer is plain data. */
  run<T>(expression: string): Promise<T>
  close(): Promise<void>
}
