/** A duplex way to the other side of the bridge: a MessagePort in Electron, a WebSocket in the browser shell. */
export interface Channel {
  post(data: unknown): void
  onMessage(listener: (data: unknown) => void): void
  onClose(listener: () => void): void
  close(): void
}
