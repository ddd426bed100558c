/**
 * Runs before the call page, in its main frame only: the room that it frames gets nothing of this. Bundled to one
 * plain script, apart from the app's own preload.
 */
import { contextBridge, ipcRenderer } from 'electron'
import { createCallBridge } from './call-bridge.ts'

contextBridge.exposeInMainWorld('chatiereCall', createCallBridge(ipcRenderer))
