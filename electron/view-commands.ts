/** Carries out what the page's bar asks of a view. */
import type { PageCommand, ViewContents } from './view-contents.ts'

export interface ViewSteering {
  carryOut(command: PageCommand): void
}

/**
 * Chromium remembers a zoom by host and forgets it before the first load, so it is set again at every arrival.
 * @param zoom what the view begins with; 1 = 100 %
 */
export function steerContents(contents: ViewContents, zoom: number): ViewSteering {
  let factor = zoom
  let sought: string | null = null
  contents.on('did-navigate', () => {
    sought = null
    contents.setZoomFactor(factor)
  })

  return {
    carryOut(command) {
      switch (command.type) {
        case 'reload':
          contents.reload()
          break
        case 'back':
          if (contents.navigationHistory.canGoBack()) contents.navigationHistory.goBack()
          break
        case 'zoom':
          factor = command.factor
          contents.setZoomFactor(factor)
          break
        case 'find':
          find(command.text, command.forward)
          break
        case 'stop-find':
          sought = null
          contents.stopFindInPage('clearSelection')
          break
        case 'print':
          contents.print()
          break
        case 'silence':
          contents.setAudioMuted(command.on)
          break
      }
    },
  }

  function find(text: string, forward: boolean): void {
    if (text === '') {
      sought = null
      contents.stopFindInPage('clearSelection')
      return
    }
    // `findNext` begins a search anew, despite its name.
    contents.findInPage(text, { forward, findNext: text !== sought })
    sought = text
  }
}
