/** The call page: one frame with the host's room in it, and the two lines that meet here. */
import './call.css'
import type { CallSetup } from '../../bridge/call-api.ts'
import { callWithout, frameAllowList, frameSandbox } from '../../bridge/service-permissions.ts'
import { findAppLine } from './app-line.ts'
import { type Call, createCall } from './call.ts'
import { createHostLine, type HostLine } from './host-line.ts'
import { framedAddress } from './room-address.ts'

const app = findAppLine()
let call: Call | null = null

app?.onCommand(command => {
  if (command.type !== 'setup') return call?.obey(command)
  // One call a page: another one gets a page of its own.
  if (call === null) begin(command.setup)
})
app?.tell({ type: 'ready' })

function begin(setup: CallSetup): void {
  // Whoever does not know the number cannot even address this conversation.
  const apiId = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
  const address = framedAddress(setup, apiId)
  if (address === null) {
    app?.tell({ type: 'refused', why: 'other', detail: '' })
    return
  }
  const { origin } = new URL(address)
  document.documentElement.lang = setup.language
  const frame = document.createElement('iframe')
  frame.title = new URL(address).hostname
  frame.setAttribute('sandbox', frameSandbox)
  frame.referrerPolicy = 'no-referrer'
  frame.allow = frameAllowList('video', setup.grants, { origin, without: callWithout(setup) })
  frame.src = address
  document.body.append(frame)
  const { contentWindow } = frame
  if (contentWindow === null) return

  let line: HostLine | null = null
  let loads = 0
  const frameIsLoaded = () => {
    loads += 1
    if (loads > 1) line?.renewed()
  }
  frame.addEventListener('load', frameIsLoaded)
  const started = createCall(
    { order: (...order) => line?.order(...order), ask: name => line?.ask(name) ?? Promise.resolve(null) },
    event => {
      app?.tell(event)
      if (event.type !== 'ended') return
      line?.close()
      started.close()
      // Camera and microphone go dark with the frame.
      frame.remove()
    },
  )
  line = createHostLine({
    window,
    frame: contentWindow,
    origin,
    apiId,
    onAlive: started.alive,
    onEvent: started.hear,
  })
  call = started
}
