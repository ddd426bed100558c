import type { PreloadApi } from '../bridge/shell-api.ts'

declare global {
  interface Window {
    /** Electron's preload puts it there; absent in a browser. */
    readonly chatiere?: PreloadApi
  }
}
