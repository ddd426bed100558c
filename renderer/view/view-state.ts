/** How far a page in a view has come. */
export type ViewState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'loaded' }
  | { readonly phase: 'failed'; readonly reason: string | null }

/** What the screen around a view may ask of it. */
export interface ViewHandle {
  /** Moves the keyboard into the page. */
  focus(): void
}

export interface ViewProps {
  readonly url: string
  readonly onState: (state: ViewState) => void
  /** The person came back from the page to the app. */
  readonly onLeft: () => void
}
