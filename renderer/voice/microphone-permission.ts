/**
 * Tells when a refused microphone may be had after all: the browser's permission changed, or the person comes back to
 * the window, maybe from the system's own settings, which tell nobody.
 */
export class MicrophonePermission {
  readonly #onChance: () => void
  #status: PermissionStatus | null = null
  #closed = false

  constructor(onChance: () => void) {
    this.#onChance = onChance
    addEventListener('focus', this.#onFocus)
    void this.#watch()
  }

  close(): void {
    this.#closed = true
    removeEventListener('focus', this.#onFocus)
    this.#status?.removeEventListener('change', this.#onChance)
  }

  async #watch(): Promise<void> {
    try {
      const status = await navigator.permissions.query({ name: 'microphone' })
      if (this.#closed) return
      this.#status = status
      status.addEventListener('change', this.#onChance)
    } catch {
      // A browser that tells nothing of it: the person's own "try again" is left.
    }
  }

  /** Never where it would ask again: a question put away comes back with the focus, and would for ever. */
  #onFocus = (): void => {
    if (this.#status?.state === 'granted') this.#onChance()
  }
}
