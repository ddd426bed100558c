/**
 * Runs before the app's page, in a world of its own, and gives it `window.chatiere`. Bundled to one plain
 * script: a sandboxed preload can require nothing but Electron's own few modules.
 */
import { contextBridge, ipcRenderer } from 'electron'
import { createPageBridge } from './page-bridge.ts'

contextBridge.exposeInMainWorld(
  'chatiere',
  // '*': the window is the page's own, and main loads nothing else into it.
  createPageBridge(ipcRenderer, (arrival, ports) => window.postMessage(arrival, '*', ports)),
)
