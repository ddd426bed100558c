/**
 * The page of the call host double: the host's end of the IFrame protocol, with people and devices that the test
 * moves. What it copies, all from public sources: the envelope and readiness of @jitsi/js-utils 12.0.5
 * (transport/postis), requests and answers of its Transport, names and shapes of jitsi-meet 404d5b9
 * (modules/API/API.js) and of its external-api middleware 1726a90 and overlay middleware 0bea292, options in the
 * hash of 1c8216e (base/util/parseURLParams.ts). It carries no sound and no picture.
 */
const behaviour = JSON.parse(document.getElementById('behaviour').textContent)

/** Options of the hash: values are JSON. */
const options = Object.fromEntries(
  location.hash
    .slice(1)
    .split('&')
    .filter(part => part !== '')
    .map(part => part.split('='))
    .map(([key, value]) => [key, JSON.parse(decodeURIComponent(value))]),
)
const apiId = options.jitsi_meet_external_api_id
const scope = `jitsi_meet_external_api_${apiId}`
const token = `${Date.now()}${Math.random()}`

let ready = false
let joined = false
const held = []
const state = {
  audio: options['config.startWithAudioMuted'] === true,
  video: options['config.startWithVideoMuted'] === true,
  screen: null,
  hand: 0,
  tiles: false,
}
const me = { id: 'me-7f3a', displayName: options['userInfo.displayName'] }
const people = new Map((behaviour.people ?? []).map(name => [idOf(name), name]))

function idOf(name) {
  return `p-${name.toLowerCase()}`
}

function post(method, params) {
  window.parent.postMessage(JSON.stringify({ postis: true, scope, method, params }), '*')
}
function send(message) {
  if (ready) post('message', message)
  else held.push(message)
}
function tell(name, data = {}) {
  if (typeof apiId === 'number') send({ type: 'event', data: { name, ...data } })
}

const orders = {
  'toggle-audio': () => setAudio(!state.audio),
  'toggle-video': () => setVideo(!state.video),
  'toggle-share-screen': ({ enable } = {}) => setScreen(enable ?? state.screen === null),
  'toggle-raise-hand': () => setHand(state.hand === 0),
  'set-tile-view': on => {
    state.tiles = on
    tell('tile-view-changed', { enabled: on })
    show()
  },
  'video-hangup': () => hangUp(),
}
const answers = {
  'is-audio-muted': () => state.audio,
  'is-video-muted': () => state.video,
}
/** Orders as they came, for the test to look at. */
const obeyed = []

window.addEventListener('message', event => {
  let heard
  try {
    heard = JSON.parse(event.data)
  } catch {
    return
  }
  if (heard?.postis !== true || heard.scope !== scope) return
  if (behaviour.silent) return
  if (heard.method === '__ready__') {
    if (heard.params !== token) return post('__ready__', heard.params)
    if (ready) return
    ready = true
    clearInterval(knocking)
    for (const each of held.splice(0)) post('message', each)
    return
  }
  const { type, id, data } = heard.params
  if (type === 'event') {
    obeyed.push([data.name, ...data.data])
    orders[data.name]?.(...data.data)
  } else if (type === 'request') {
    post('message', { type: 'response', id, result: answers[data.name]?.() ?? { error: {} } })
  } else if (type === 'response') {
    obeyed.push(['answer', id, heard.params.error])
  }
})
const knocking = setInterval(() => {
  if (!behaviour.silent) post('__ready__', token)
}, 50)

async function setAudio(muted) {
  if (!muted && !(await device({ audio: true }, 'mic-error'))) return
  state.audio = muted
  tell('audio-mute-status-changed', { muted })
  show()
}
async function setVideo(muted) {
  if (!muted && !(await device({ video: true }, 'camera-error'))) return
  state.video = muted
  tell('video-mute-status-changed', { muted })
  show()
}
/** Is the device given to us? It is let go of at once. */
async function device(wanted, error) {
  try {
    const stream = await navigator.mediaDevices.getUserMedia(wanted)
    for (const track of stream.getTracks()) track.stop()
    return true
  } catch (reason) {
    tell(error, { type: 'gum.permission_denied', message: reason.message })
    return false
  }
}
async function setScreen(on) {
  if (on === (state.screen !== null)) return
  if (on) {
    try {
      state.screen = await navigator.mediaDevices.getDisplayMedia()
    } catch {
      return
    }
  } else {
    for (const track of state.screen.getTracks()) track.stop()
    state.screen = null
  }
  tell('screen-sharing-status-changed', { on, details: {} })
  show()
}
function setHand(up) {
  state.hand = up ? Date.now() : 0
  tell('raise-hand-updated', { id: me.id, handRaised: state.hand })
  show()
}

/** As over there: who is in the room already is told before we are. */
async function join() {
  if (behaviour.refuses !== undefined) return refuse(behaviour.refuses)
  for (const [id, displayName] of people) {
    tell('participant-joined', { id, displayName, formattedDisplayName: displayName })
  }
  joined = true
  tell('video-conference-joined', {
    roomName: location.pathname.slice(1),
    id: me.id,
    displayName: me.displayName,
    formattedDisplayName: `${me.displayName} (me)`,
    breakoutRoom: false,
  })
  if (!state.audio && !(await device({ audio: true }, 'mic-error'))) setAudio(true)
  if (!state.video && !(await device({ video: true }, 'camera-error'))) setVideo(true)
  show()
}
function refuse(name) {
  if (name === 'conference.passwordRequired') tell('password-required')
  const type = name.startsWith('connection.') ? 'CONNECTION' : 'CONFERENCE'
  tell('error-occurred', { error: { name, message: behaviour.words, type, isFatal: false } })
  show(`refused: ${name}`)
}
function leave() {
  joined = false
  tell('video-conference-left', { roomName: location.pathname.slice(1) })
}
function hangUp() {
  leave()
  tell('video-ready-to-close')
  show('left')
}

/** What a test does to the host, from within the frame. */
window.host = {
  obeyed,
  options,
  state,
  tell,
  join,
  letIn: () => {
    delete behaviour.refuses
    join()
  },
  arrive: name => {
    people.set(idOf(name), name)
    tell('participant-joined', { id: idOf(name), displayName: name, formattedDisplayName: name })
    show()
  },
  rename: (from, to) => {
    tell('display-name-change', { id: idOf(from), displayname: to, formattedDisplayName: to })
  },
  depart: name => {
    people.delete(idOf(name))
    tell('participant-left', { id: idOf(name) })
    show()
  },
  knock: name => tell('knocking-participant', { participant: { id: idOf(name), name } }),
  kick: () => {
    tell('participant-kicked-out', {
      kicked: { id: me.id, local: true },
      kicker: { id: 'p-boss', name: 'Boss' },
    })
    leave()
    tell('video-ready-to-close')
  },
  endForAll: () => {
    tell('error-occurred', {
      error: { name: 'conference.destroyed', message: '', type: 'CONFERENCE', isFatal: false },
    })
    leave()
    tell('video-ready-to-close')
  },
  hangUp,
  request: id => send({ type: 'request', id, data: { name: '_request-desktop-sources' } }),
  post: (message, targetOrigin = '*') => window.parent.postMessage(message, targetOrigin),
}

function show(word = joined ? 'joined' : 'door') {
  document.getElementById('state').textContent = word
  document.getElementById('people').textContent = [me.displayName, ...people.values()].join(', ')
  for (const id of ['audio', 'video']) {
    document.getElementById(id).textContent = `${id}: ${state[id] ? 'off' : 'on'}`
  }
  document.getElementById('screen').textContent = `screen: ${state.screen === null ? 'off' : 'on'}`
  document.getElementById('hand').textContent = `hand: ${state.hand === 0 ? 'down' : 'up'}`
  document.getElementById('join').hidden = joined || behaviour.door !== true
}
for (const [id, press] of Object.entries({
  join,
  audio: orders['toggle-audio'],
  video: orders['toggle-video'],
  screen: () => setScreen(state.screen === null),
  hand: orders['toggle-raise-hand'],
  'hang-up': hangUp,
})) {
  document.getElementById(id).addEventListener('click', () => press())
}

show()
tell('browser-support', { supported: true })
tell('ready')
if (behaviour.door === true) tell('prejoin-screen-loaded', { id: 'local', displayName: me.displayName })
else join()
