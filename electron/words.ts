/** The few words the shell says itself: its menu, and what it can only say in a box of the system. */

export interface Words {
  readonly edit: string
  readonly undo: string
  readonly redo: string
  readonly cut: string
  readonly copy: string
  readonly paste: string
  readonly selectAll: string
  readonly view: string
  readonly resetZoom: string
  readonly zoomIn: string
  readonly zoomOut: string
  readonly fullscreen: string
  readonly window: string
  readonly minimize: string
  readonly close: string
  readonly about: string
  readonly hide: string
  readonly hideOthers: string
  readonly showAll: string
  readonly quit: string
  readonly startFailed: string
  readonly startFailedText: string
  readonly pageBroken: string
  readonly pageBrokenText: string
  /** `{host}` stands for the host. */
  readonly fullscreenNote: string
  readonly leavePage: string
  readonly leavePageText: string
  readonly leave: string
  readonly stay: string
}

const french: Words = {
  edit: 'Édition',
  undo: 'Annuler',
  redo: 'Rétablir',
  cut: 'Couper',
  copy: 'Copier',
  paste: 'Coller',
  selectAll: 'Tout sélectionner',
  view: 'Affichage',
  resetZoom: 'Taille réelle',
  zoomIn: 'Agrandir',
  zoomOut: 'Réduire',
  fullscreen: 'Plein écran',
  window: 'Fenêtre',
  minimize: 'Placer dans le Dock',
  close: 'Fermer la fenêtre',
  about: 'À propos de Chatière',
  hide: 'Masquer Chatière',
  hideOthers: 'Masquer les autres',
  showAll: 'Tout afficher',
  quit: 'Quitter Chatière',
  startFailed: 'Chatière doit s’arrêter',
  startFailedText: 'Une panne empêche de continuer. Relancez l’application. Le détail est dans le journal :',
  pageBroken: 'Chatière n’arrive plus à s’afficher',
  pageBrokenText: 'L’affichage s’est arrêté plusieurs fois. Quittez l’application, puis relancez-la.',
  fullscreenNote: '{host} occupe tout l’écran. Échap pour revenir.',
  leavePage: 'Quitter cette page ?',
  leavePageText:
    'Elle signale que des modifications ne sont pas enregistrées. Elles seront peut-être perdues.',
  leave: 'Quitter la page',
  stay: 'Rester',
}

const english: Words = {
  edit: 'Edit',
  undo: 'Undo',
  redo: 'Redo',
  cut: 'Cut',
  copy: 'Copy',
  paste: 'Paste',
  selectAll: 'Select All',
  view: 'View',
  resetZoom: 'Actual Size',
  zoomIn: 'Zoom In',
  zoomOut: 'Zoom Out',
  fullscreen: 'Full Screen',
  window: 'Window',
  minimize: 'Minimize',
  close: 'Close Window',
  about: 'About Chatière',
  hide: 'Hide Chatière',
  hideOthers: 'Hide Others',
  showAll: 'Show All',
  quit: 'Quit Chatière',
  startFailed: 'Chatière has to stop',
  startFailedText: 'Something broke and the app cannot go on. Start it again. The details are in the log:',
  pageBroken: 'Chatière can no longer be shown',
  pageBrokenText: 'The page stopped several times. Quit the app, then start it again.',
  fullscreenNote: '{host} has the whole screen. Escape to come back.',
  leavePage: 'Leave this page?',
  leavePageText: 'It says that changes are not saved. They may be lost.',
  leave: 'Leave the page',
  stay: 'Stay',
}

/** `language`: a BCP 47 tag, or a locale as in `LANG`; whatever is not French gets English. */
export function wordsFor(language: string): Words {
  return /^fr(?![a-z])/i.test(language) ? french : english
}
