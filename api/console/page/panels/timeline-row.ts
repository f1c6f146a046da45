import { timeOf } from '../../store/instant-text.ts'
import type { Lane } from '../../store/timeline/timeline-row.ts'
import type { ShownRow } from '../../store/timeline/zoom.ts'
import { gridElement, gridHead, setText } from './grid-cell.ts'
import type { RowPlace, RowSlot } from './row-pool.ts'

/** The first columns have the time and the time since the row before. */
const firstLane = 3

/** The names of the lanes. */
export const timelineHead = (lanes: readonly Lane[]): HTMLElement =>
  gridHead('step', [
    gridElement('columnheader', 'time', 'Time'),
    gridElement('columnheader', 'since', 'Later by'),
    ...lanes.map(({ title }) => gridElement('columnheader', 'lane', title)),
  ])

/** Creates a row that can show one step after another. */
export function createTimelineSlot(id: string): RowSlot<ShownRow> {
  const element = gridElement('row', 'step')
  element.id = id
  const [time, since] = [gridElement('gridcell', 'time'), gridElement('gridcell', 'since')]
  const step = gridElement('gridcell', 'what')
  const [name, text, mark] = ['lane-name', 'text', 'mark'].map((part) => {
    const span = document.createElement('span')
    span.className = part
    return span
  }) as [HTMLElement, HTMLElement, HTMLElement]
  step.append(name, text, mark)
  const bars: HTMLElement[] = []
  element.append(time, since, step)

  function drawBars({ spans, lanes }: ShownRow): void {
    while (bars.length < spans.length) {
      const bar = document.createElement('span')
      bar.ariaHidden = 'true'
      bars.push(bar)
      element.append(bar)
    }
    bars.forEach((bar, index) => {
      const span = spans[index]
      const column = lanes.findIndex(({ id }) => id === span?.lane)
      bar.hidden = span === undefined || column < 0
      if (!span) return
      bar.className = `bar ${span.part} slot-${span.slot}`
      bar.style.setProperty('--column', `${firstLane + column}`)
    })
  }

  return {
    element,
    show(item: ShownRow | undefined, { row, top, isChosen }: RowPlace): void {
      element.hidden = item === undefined
      if (!item) return
      const { lanes, spans } = item
      const column = lanes.findIndex(({ id }) => id === item.lane)
      const isLost = item.mark === 'lost' || item.mark === 'never sent'
      element.style.transform = `translateY(${top}px)`
      element.className = `step ${item.kind}${isChosen ? ' chosen' : ''}${isLost ? ' lost' : ''}`
      element.ariaRowIndex = `${row + 2}`
      element.ariaSelected = `${isChosen}`
      element.dataset.step = item.id
      setText(time, timeOf(item.at))
      setText(since, item.since)
      setText(name, `${lanes[column]?.title ?? ''}: `)
      setText(text, item.text)
      setText(mark, [item.mark, item.race].filter(Boolean).join(', '))
      const own = spans.find(({ entry, part }) => entry === item.entry && part !== 'through')
      step.className = `what${own ? ` slot-${own.slot}` : ''}`
      step.style.setProperty('--column', `${firstLane + Math.max(0, column)}`)
      drawBars(item)
    },
  }
}
