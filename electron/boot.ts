/** Puts the parts together, once Electron is ready. Each part lives in a file of its own. */
import { existsSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import {
  app,
  BrowserWindow,
  type DesktopCapturerSource,
  desktopCapturer,
  dialog,
  Menu,
  MessageChannelMain,
  type MessagePortMain,
  nativeTheme,
  type Session,
  screen,
  session,
  shell,
  systemPreferences,
  utilityProcess,
  WebContentsView,
  type WebPreferences,
} from 'electron'
import { linkCall } from './call-link.ts'
import { createDownloads } from './downloads.ts'
import { createEngineHost, engineEnvironment } from './engine.ts'
import { createExternalOpener } from './external.ts'
import { fullscreenNoteUrl, showFullscreenNote } from './fullscreen-note.ts'
import { wipeHost } from './host-data.ts'
import { createHostSessions } from './host-sessions.ts'
import type { PageHears } from './ipc.ts'
import { guardIpc } from './ipc-border.ts'
import { mayLeave } from './leave-question.ts'
import type { LinkRouter } from './links.ts'
import type { Log } from './log-file.ts'
import { contextMenu, menuBar } from './menu.ts'
import { guardContents } from './navigation.ts'
import { createOnTop } from './on-top.ts'
import { createOneWindow } from './one-window.ts'
import { appOrigin } from './origin.ts'
import { asksNobody, guardSession } from './permissions.ts'
import { quitAfter } from './quit.ts'
import { createPageHandler, servePage } from './scheme.ts'
import { screenPicker } from './screen-share.ts'
import { quietSpelling, systemChecksSpelling } from './spelling.ts'
import { developmentServer, directoryAddress, directoryFile } from './start-options.ts'
import { createFullscreen } from './view-fullscreen.ts'
import { createViews } from './views.ts'
import { openAppWindow, type PreparedPage } from './window.ts'
import { wordsFor } from './words.ts'

/** `folder`: where this file's bundle lies (out/main), absolute. */
export function boot(parts: { folder: string; links: LinkRouter; log: Log }): void {
  const { folder, links, log } = parts
  const userData = app.getPath('userData')
  const language = app.getPreferredSystemLanguages()[0] ?? app.getLocale()
  const words = wordsFor(language)
  const origin = appOrigin(developmentServer(process.env.ELECTRON_RENDERER_URL, app.isPackaged))
  const openExternal = createExternalOpener({ open: url => shell.openExternal(url), log })
  log(
    `Chatière ${app.getVersion()}, Electron ${process.versions.electron}, ${process.platform} ${process.arch}`,
  )
  if (app.commandLine.hasSwitch('no-sandbox')) log('running without Chromium’s sandbox')

  const pages = path.join(folder, '../renderer')
  const downloadsFolder = path.join(app.getPath('downloads'), 'Chatière')

  /** Says something to the page that is there now; nobody hears it when there is none. */
  let tellPage: <C extends keyof PageHears>(channel: C, payload: PageHears[C]) => void = () => {}

  // Sessions and pages are guarded as they come into being, before they can load anything.
  const askSystem =
    process.platform === 'darwin'
      ? (device: 'microphone' | 'camera') => systemPreferences.askForMediaAccess(device)
      : null
  const appSession = session.defaultSession
  guardSession(appSession, 'app', { ...asksNobody, origin, askSystem })
  quietSpelling(appSession, process.platform)
  app.on('session-created', created => guardSession(created, 'view', { ...asksNobody, origin }))
  const downloads = createDownloads({
    folder: downloadsFolder,
    makeFolder: made => mkdirSync(made, { recursive: true }),
    exists: existsSync,
    showInFolder: file => shell.showItemInFolder(file),
    tell: download => tellPage('download:news', download),
    log,
  })
  const sessions = createHostSessions<DesktopCapturerSource, Session>({
    fromPartition: partition => session.fromPartition(partition),
    origin,
    askSystem,
    downloads,
    pages,
    callPreload: path.join(folder, '../preload/call-preload.cjs'),
    getSources: options => desktopCapturer.getSources(options),
    picker: screenPicker(process.platform, process.env),
    wish: wish => tellPage('screen:wish', wish),
    askConsent: id => tellPage('view:event', { id, type: 'screen-asked' }),
    platform: process.platform,
    log,
  })
  app.on('web-contents-created', (_event, contents) => {
    const asker = contents.session === appSession ? 'app' : sessions.askerOf(contents.session)
    guardContents(contents, asker, {
      origin,
      openExternal,
      pressed: () => sessions.notePress(contents.session),
    })
    contents.on('context-menu', (_clicked, params) => {
      const template = contextMenu(words, params, word => contents.replaceMisspelling(word))
      if (template.length > 0) Menu.buildFromTemplate(template).popup()
    })
  })
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason !== 'clean-exit') log(`${name ?? type} process gone: ${reason} (${exitCode})`)
  })
  servePage(appSession.protocol, createPageHandler(pages, origin))
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuBar(words, process.platform, !app.isPackaged)))

  const engine = createEngineHost<MessagePortMain>({
    fork: () =>
      utilityProcess.fork(path.join(folder, 'engine.js'), [], {
        serviceName: 'Meeting engine',
        stdio: 'pipe',
        env: engineEnvironment(process.env),
        // Never a folder inside the packed archive: nobody can work there.
        cwd: userData,
      }),
    createChannel: () => new MessageChannelMain(),
    options: {
      dataFolder: path.join(userData, 'engine'),
      directoryFile: directoryFile(process.argv, path.join(folder, '../../assets/directory.json')),
      directoryAddress: directoryAddress(process.argv),
      downloads: downloadsFolder,
      version: app.getVersion(),
      systemLanguage: language,
    },
    log,
  })
  engine.start()

  function prepare(window: BrowserWindow): PreparedPage {
    const contents = window.webContents
    const tell = <C extends keyof PageHears>(channel: C, payload: PageHears[C]) => {
      if (!contents.isDestroyed()) contents.send(channel, payload)
    }
    tellPage = tell
    const create = (webPreferences: WebPreferences) => new WebContentsView({ webPreferences })
    const attach = (view: WebContentsView) => window.contentView.addChildView(view)
    const detach = (view: WebContentsView) => {
      if (!window.isDestroyed()) window.contentView.removeChildView(view)
    }
    const fullscreen = createFullscreen<WebContentsView>({
      area: () => ({ x: 0, y: 0, ...sizeOf(window) }),
      raise: attach,
      restore: view => views.restore(view),
      showNote: host =>
        showFullscreenNote(fullscreenNoteUrl(words.fullscreenNote, host), { create, attach, detach }),
      leaveWindow: () => {
        if (!window.isDestroyed()) window.setFullScreen(false)
      },
    })
    const views = createViews<WebContentsView>({
      create,
      prepareSession: sessions.prepare,
      linkCall: ({ webContents }, hear) =>
        linkCall(webContents, sessions.askerOf(webContents.session), hear, log),
      attach,
      detach,
      fullscreen,
      askLeave: () => mayLeave(words, options => dialog.showMessageBoxSync(window, options)),
      platform: process.platform,
      spellcheck: systemChecksSpelling(process.platform),
      zoomFactor: () => contents.getZoomFactor(),
      focusPage: () => {
        if (!contents.isDestroyed()) contents.focus()
      },
      ended: sessions.viewEnded,
      tell: event => tell('view:event', event),
      log,
    })
    const onTop = createOnTop(window, () => screen.getDisplayMatching(window.getBounds()).workArea)
    window.on('resize', fullscreen.resized)
    guardIpc(contents.ipc, {
      origin,
      log,
      sends: {
        'engine:connect': frame => engine.connect(frame),
        'view:place': (_frame, id, bounds) => views.place(id, bounds),
        'view:focus': (_frame, id) => views.focus(id),
        'view:close': (_frame, id) => views.close(id),
        'view:command': (_frame, id, command) => views.command(id, command),
        'view:grants': (_frame, host, grants) => {
          sessions.setGrants(host, grants)
          views.setGrants(host, grants)
        },
        'download:cancel': (_frame, id) => downloads.cancel(id),
        'download:show': (_frame, id) => downloads.show(id),
        'screen:choose': (_frame, id, source) => sessions.chooseScreen(id, source),
        'window:on-top': (_frame, on) => onTop.keep(on),
        'link:listen': () => links.attach(link => tell('link:arrived', link)),
      },
      asks: {
        'view:open': request => views.open(request),
        'host:wipe': host =>
          wipeHost(host, { views, sessionOf: partition => session.fromPartition(partition), log }),
        'external:open': openExternal,
      },
    })
    if (!app.isPackaged) {
      // To the terminal only: the page's words may hold an address of a pad, the log may not.
      contents.on('console-message', ({ level, message, sourceId, lineNumber }) => {
        if (level === 'error' || level === 'warning') {
          console.log(`page ${level}: ${message} (${sourceId}:${lineNumber})`)
        }
      })
    }
    return {
      gone() {
        views.closeAll()
        sessions.forgetWishes()
        links.detach()
        engine.pageGone()
        if (!window.isDestroyed()) onTop.keep(false)
      },
      placeBefore: () => onTop.before,
    }
  }

  const showWindow = createOneWindow(closed => {
    const primary = screen.getPrimaryDisplay()
    const others = screen.getAllDisplays().filter(display => display.id !== primary.id)
    return openAppWindow<BrowserWindow>({
      create: options => new BrowserWindow(options),
      preload: path.join(folder, '../preload/preload.cjs'),
      url: origin.startUrl,
      dark: nativeTheme.shouldUseDarkColors,
      stateFile: path.join(userData, 'window.json'),
      screens: [primary, ...others].map(display => display.workArea),
      prepare,
      closed,
      pageBroken: () => dialog.showErrorBox(words.pageBroken, words.pageBrokenText),
      log,
    })
  })

  app.on('second-instance', showWindow)
  app.on('open-url', showWindow)
  app.on('activate', showWindow)
  // macOS keeps an app without windows in its Dock.
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })

  quitAfter(app, () => engine.quit())

  showWindow()
}

function sizeOf(window: BrowserWindow): { width: number; height: number } {
  const [width = 0, height = 0] = window.getContentSize()
  return { width, height }
}
