/**
 * Runs before the app's page, in a world of its own, and gives it `window.chatiere`. Bundled to one plain
 * script: a sandboxed preload can require nothing but Electron's own few modules.
 */
import { contextBridge, ipcRenderer } from 'electron'
import { createPageBridge } from './page-bridge.ts'
import { screenPicker } from './screen-share.ts'

contextBridge.exposeInMainWorld(
  'chatiere',
  createPageBridge(
    ipcRenderer,
    // '*': the window is the page's own, and main loads nothing else into it.
    (arrival, ports) => window.postMessage(arrival, '*', ports),
    // Wayland, where the portal asks for screens, has no windows above others.
    screenPicker(process.platform, process.env) !== 'portal',
  ),
)
