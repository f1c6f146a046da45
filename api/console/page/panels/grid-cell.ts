/** An element of a grid made by hand. */
export function gridElement(role: string, className: string, text = ''): HTMLElement {
  const element = document.createElement('div')
  element.role = role
  element.className = className
  element.textContent = text
  return element
}

/** The head of a grid: a row with the names of its columns. */
export function gridHead(rowClass: string, cells: readonly HTMLElement[]): HTMLElement {
  const head = gridElement('rowgroup', 'head')
  const row = gridElement('row', rowClass)
  row.ariaRowIndex = '1'
  row.append(...cells)
  head.append(row)
  return head
}

/** Sets a text if it differs. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text
}
