/** The way out: the app ends once the engine has said goodbye, however often it is told to. */

/** The members of `app` that are used here. */
export interface QuittingApp {
  on(event: 'will-quit', listener: (event: { preventDefault(): void }) => void): unknown
  quit(): void
}

/** @param goodbye what is still to be done; the app ends whatever comes of it */
export function quitAfter(app: QuittingApp, goodbye: () => Promise<unknown>): void {
  let state: 'running' | 'leaving' | 'gone' = 'running'
  const end = () => {
    state = 'gone'
    app.quit()
  }
  app.on('will-quit', event => {
    if (state === 'gone') return
    event.preventDefault()
    if (state === 'leaving') return
    state = 'leaving'
    goodbye().then(end, end)
  })
}
