import type { Desk } from './desk.ts'
import type { TemplateResult } from './lit-html/lit-html.js'

/** A part of the page. `panels.ts` lists them. */
export interface Panel {
  /** Its name in the URL. */
  readonly id: string
  readonly title: string
  /**
   * `strip`: a line below the venue bar. `main`: one of the tabs in the middle. `side`: beside the tabs, below
   * the panels listed before it. `foot`: below the tabs.
   */
  readonly place: 'strip' | 'main' | 'side' | 'foot'
  /** The panel as it is now. Called for each frame in which something has changed. */
  view(desk: Desk): TemplateResult
  /** Draws what is not made by a template, after `view` was rendered. */
  draw?(desk: Desk): void
}
