/** What the frame in main.ts asks of a view. */
export interface View {
  readonly element: HTMLElement
  /** For the page's title. No names, no words of a session: titles stand in histories and on shared screens. */
  readonly title: string
  /** Ends timers and subscriptions. */
  dispose?(): void
}
