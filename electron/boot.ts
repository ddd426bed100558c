/** Puts the parts together, once Electron is ready. Each part lives in a file of its own. */
import path from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  Menu,
  MessageChannelMain,
  type MessagePortMain,
  nativeTheme,
  screen,
  session,
  shell,
  systemPreferences,
  utilityProcess,
  WebContentsView,
} from 'electron'
import { createEngineHost, engineEnvironment } from './engine.ts'
import { createExternalOpener } from './external.ts'
import type { PageHears } from './ipc.ts'
import { guardIpc } from './ipc-border.ts'
import type { LinkRouter } from './links.ts'
import type { Log } from './log-file.ts'
import { contextMenu, menuBar } from './menu.ts'
import { guardContents } from './navigation.ts'
import { appOrigin } from './origin.ts'
import { guardSession } from './permissions.ts'
import { servePage } from './scheme.ts'
import { developmentServer, directoryFile } from './start-options.ts'
import { createViews } from './views.ts'
import { openAppWindow } from './window.ts'
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

  // Sessions and pages are guarded as they come into being, before they can load anything.
  const askMicrophone =
    process.platform === 'darwin' ? () => systemPreferences.askForMediaAccess('microphone') : null
  const guard = { origin, askMicrophone }
  const appSession = session.defaultSession
  guardSession(appSession, 'app', guard)
  app.on('session-created', created => guardSession(created, 'view', guard))
  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents, contents.session === appSession ? 'app' : 'view', { origin, openExternal })
    contents.on('context-menu', (_clicked, params) => {
      const template = contextMenu(words, params)
      if (template.length > 0) Menu.buildFromTemplate(template).popup()
    })
  })
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    if (reason !== 'clean-exit') log(`${name ?? type} process gone: ${reason} (${exitCode})`)
  })
  servePage(appSession.protocol, path.join(folder, '../renderer'), origin)
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
      downloads: path.join(app.getPath('downloads'), 'Chatière'),
      version: app.getVersion(),
      systemLanguage: language,
    },
    log,
  })
  engine.start()

  let open: BrowserWindow | null = null

  function prepare(window: BrowserWindow): () => void {
    const contents = window.webContents
    const tell = <C extends keyof PageHears>(channel: C, payload: PageHears[C]) => {
      if (!contents.isDestroyed()) contents.send(channel, payload)
    }
    const views = createViews<WebContentsView>({
      create: webPreferences => new WebContentsView({ webPreferences }),
      guardPartition: partition => guardSession(session.fromPartition(partition), 'view', guard),
      attach: view => window.contentView.addChildView(view),
      detach: view => {
        if (!window.isDestroyed()) window.contentView.removeChildView(view)
      },
      zoomFactor: () => contents.getZoomFactor(),
      focusPage: () => {
        if (!contents.isDestroyed()) contents.focus()
      },
      tell: event => tell('view:event', event),
      log,
    })
    guardIpc(contents.ipc, {
      origin,
      log,
      sends: {
        'engine:connect': frame => engine.connect(frame),
        'view:place': (_frame, id, bounds) => views.place(id, bounds),
        'view:focus': (_frame, id) => views.focus(id),
        'view:close': (_frame, id) => views.close(id),
        'link:listen': () => links.attach(link => tell('link:arrived', link)),
      },
      asks: { 'view:open': request => views.open(request), 'external:open': openExternal },
    })
    if (!app.isPackaged) {
      // To the terminal only: the page's words may hold an address of a pad, the log may not.
      contents.on('console-message', ({ level, message, sourceId, lineNumber }) => {
        if (level === 'error' || level === 'warning') {
          console.log(`page ${level}: ${message} (${sourceId}:${lineNumber})`)
        }
      })
    }
    return () => {
      views.closeAll()
      links.detach()
      engine.pageGone()
    }
  }

  function showWindow(): void {
    if (open !== null) {
      if (open.isMinimized()) open.restore()
      open.show()
      open.focus()
      return
    }
    const primary = screen.getPrimaryDisplay()
    const others = screen.getAllDisplays().filter(display => display.id !== primary.id)
    open = openAppWindow<BrowserWindow>({
      create: options => new BrowserWindow(options),
      preload: path.join(folder, '../preload/preload.cjs'),
      url: origin.startUrl,
      dark: nativeTheme.shouldUseDarkColors,
      stateFile: path.join(userData, 'window.json'),
      screens: [primary, ...others].map(display => display.workArea),
      prepare,
      closed: () => {
        open = null
      },
      pageBroken: () => dialog.showErrorBox(words.pageBroken, words.pageBrokenText),
      log,
    })
  }

  app.on('second-instance', showWindow)
  app.on('open-url', showWindow)
  app.on('activate', showWindow)
  // macOS keeps an app without windows in its Dock.
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })

  let leaving: 'no' | 'yes' | 'done' = 'no'
  app.on('will-quit', event => {
    if (leaving === 'done') return
    event.preventDefault()
    if (leaving === 'yes') return
    leaving = 'yes'
    void engine.quit().finally(() => {
      leaving = 'done'
      app.quit()
    })
  })

  showWindow()
}
