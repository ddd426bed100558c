/** Where the page is put together: shell, engine, voice, settings, and the first screen once the engine answered. */
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import './ui/tokens.css'
import './ui/base.css'
import { createRoot } from 'react-dom/client'
import { I18nextProvider } from 'react-i18next'
import { App } from './app.tsx'
import { createLineWatch } from './diagnostics/line-watch.ts'
import { createEngineLink } from './engine-link/engine-link.ts'
import { createTranslator, resolveLanguage } from './i18n/index.ts'
import { createVoice } from './meeting/voice.ts'
import { createRecording } from './recording/recording.ts'
import { createDeck } from './services/deck-store.ts'
import { applyLanguage } from './settings/look.ts'
import { createSettings } from './settings/settings-store.ts'
import { findShell } from './shell/shell.ts'
import { StartingScreen } from './ui/starting-screen.tsx'
import { createCalls } from './video/calls.ts'
import { startVoice } from './voice/voice-session.ts'

const link = createEngineLink()
const shell = findShell()
const settings = createSettings(link.engine)
const deck = createDeck({
  views: shell.nativeViews,
  engine: link.engine,
  settings,
  origin: window.location.origin,
})
const calls = createCalls({ deck, link, shell, settings, origin: window.location.origin })
const voice = createVoice({
  startVoice,
  takePorts: () => shell.takeVoicePorts(),
  remember: change => settings.change(change),
})
const recording = createRecording({ link, voice })
const line = createLineWatch({ link, voice })
const translator = createTranslator(resolveLanguage('system', navigator.language))
applyLanguage(translator, 'system', navigator.language)

const element = document.getElementById('root')
if (element === null) throw new Error('index.html has no #root')
const root = createRoot(element)
root.render(
  <I18nextProvider i18n={translator}>
    <StartingScreen />
  </I18nextProvider>,
)

shell.connect(line => {
  link.attach(line)
  voice.engineRenewed()
})
window.addEventListener('pagehide', () => {
  // What the voice learnt of this computer is kept on closing.
  voice.close()
  settings.flush()
})

// An engine that breaks while it starts is awaited again.
let start = await link.start()
while (start === null) start = await link.start()
settings.load(start.settings)
root.render(
  <I18nextProvider i18n={translator}>
    <App parts={{ link, shell, voice, settings, deck, calls, recording, line }} start={start} />
  </I18nextProvider>,
)
