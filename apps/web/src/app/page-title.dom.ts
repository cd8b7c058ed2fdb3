let title = ''
let count = 0

function show(): void {
  if (title !== '') document.title = count > 0 ? `(${count > 999 ? '999+' : count}) ${title}` : title
}

/** Names the tab. */
export function setPageTitle(next: string): void {
  title = next
  show()
}

/** What is new stands before the name: "(3) Anna · Soroka". */
export function setTitleCount(next: number): void {
  count = next
  show()
}
