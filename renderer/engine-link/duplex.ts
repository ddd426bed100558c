/** A two-way line to the engine, whatever carries it. Messages are plain JSON-able values. */
export interface Duplex {
  post(message: unknown): void
  /** One listener only; messages that came before it wait for it. */
  onMessage(listener: (message: unknown) => void): void
  /** Called once when the other side is gone, not when we close. */
  onClose(listener: () => void): void
  close(): void
}
