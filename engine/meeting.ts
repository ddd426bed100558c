/** The meeting we are in: joining, staying in through bad lines, leaving. One at a time. */
import type { Connection, EngineArguments, Joined, PageApi } from '../bridge/engine-api.ts'
import { idleConnection } from '../bridge/engine-api.ts'
import { writeInvitation } from '../bridge/invitation.ts'
import type { LineReport } from '../bridge/line-report.ts'
import { failed, type Outcome, type Problem, problem, succeeded } from '../bridge/problems.ts'
import { readMicFrame, writeEarFrame } from '../bridge/voice-port.ts'
import { type Arrival, arrive } from './arrival.ts'
import { MumbleClient } from './mumble/client.ts'
import type { ClientCertificate } from './mumble/control-channel.ts'
import { RejectError } from './mumble/errors.ts'
import type { MuteState } from './mumble/self-state.ts'
import { explainDenial, explainFailure, explainRemoval } from './mumble-problems.ts'
import { safeUserName } from './names.ts'
import { RecordingFlag } from './recording/recording-flag.ts'
import { padInDescription } from './room-description.ts'
import { RoomFeed } from './room-feed.ts'
import type { Acquaintance, Trust } from './trust.ts'

/** Servers bar an address for five minutes after ten attempts in two minutes; these are eight in two. */
const RECONNECT_DELAYS_MS = [500, 2000, 5000, 10_000, 15_000, 20_000]
/** Reject's InvalidUsername. */
const INVALID_NAME = 2

type JoinRequest = EngineArguments<'join'>[0]

export interface MeetingSurroundings {
  readonly identity: () => Promise<ClientCertificate>
  readonly trust: Trust
  readonly release: string
  readonly page: PageApi
  /** Sound for the ear port, as frames of bridge/voice-port. */
  readonly hear: (frame: Uint8Array) => void
  /** The meeting is over for us, or never came about. */
  readonly over: () => void
}

export class Meeting {
  readonly #around: MeetingSurroundings
  readonly #feed: RoomFeed
  #client: MumbleClient | null = null
  #attempt = new AbortController()
  #self: MuteState = { muted: true, deafened: false }
  #connection: Connection = idleConnection
  /** Settles when every server that we left has our goodbye. */
  #farewells: Promise<unknown> = Promise.resolve()
  /** Whether everybody knows that we record. */
  readonly recordingFlag = new RecordingFlag()
  /** Frames that were no frames, from the page's side. */
  malformedMicFrames = 0

  constructor(around: MeetingSurroundings) {
    this.#around = around
    this.#feed = new RoomFeed(events => around.page.room(events))
  }

  async join(request: JoinRequest): Promise<Outcome<Joined>> {
    this.leave()
    this.#self = { muted: request.muted, deafened: false }
    const attempt = this.#attempt
    this.#tell({ phase: 'connecting' })
    try {
      const entered = await this.#enter(request, attempt.signal)
      if (attempt.signal.aborted) {
        this.#part(entered.client)
        return failed(problem('connection-lost', { host: request.invitation.host }))
      }
      this.#stay(entered, request)
      const { invitation } = request
      const padUrl = entered.arrival.padUrl
      return succeeded({
        renamedTo: entered.userName === request.userName ? null : entered.userName,
        firstVisit: entered.acquaintance === 'first',
        roomMade: entered.arrival.roomMade,
        padUrl,
        link: writeInvitation({ ...invitation, padUrl }),
        title: invitation.title ?? invitation.path.at(-1) ?? invitation.host,
      })
    } catch (error) {
      const reason = explainFailure(error, request.invitation, request.userName, request.password !== null)
      if (!attempt.signal.aborted) this.#tell({ ...idleConnection, phase: 'idle' })
      return failed(reason)
    }
  }

  leave(): void {
    this.#attempt.abort()
    this.#attempt = new AbortController()
    this.#around.over()
    const client = this.#client
    this.#client = null
    this.recordingFlag.follow(null)
    client?.removeAllListeners()
    if (client !== null) this.#part(client)
    this.#feed.push({ type: 'cleared' })
    this.#feed.flush()
    this.#tell({ ...idleConnection })
  }

  /** Settles when the servers that we have left know it, each within a second. */
  async parted(): Promise<void> {
    await this.#farewells
  }

  #part(client: MumbleClient): void {
    this.#farewells = Promise.all([this.#farewells, client.close()])
  }

  setSelf(state: MuteState): void {
    this.#self = state
    this.#client?.setSelf(state)
  }

  /** A refusal is told to the page as a notice. */
  async enterRoom(channelId: number): Promise<void> {
    try {
      await this.#client?.enter(channelId)
    } catch (error) {
      this.#around.page.notice(explainFailure(error, { host: '', port: 0 }, '', false))
    }
  }

  /** How the line does right now, and that of these others; null outside of a meeting. */
  lineReport(sessions: readonly number[]): Omit<LineReport, 'engineLagMs'> | null {
    const client = this.#client
    if (client === null) return null
    const { version, route, recordingAllowed } = client
    return {
      ...client.line,
      serverVersion: version === null ? null : `${version.major}.${version.minor}.${version.patch}`,
      route,
      recordingAllowed,
      malformed: client.malformedVoicePackets + this.malformedMicFrames,
      peers: [...client.peers.of(sessions)].map(([session, figures]) => ({ session, ...figures })),
    }
  }

  /** A frame from the microphone, as it came through the voice port. */
  speak(bytes: Uint8Array): void {
    const frame = readMicFrame(bytes)
    if (frame === null) {
      this.malformedMicFrames += 1
      return
    }
    // The page mutes at its end; this is the second lock on the same door.
    if (this.#self.muted && !frame.terminator) return
    this.#client?.sendVoice(frame.frameNumber, frame.opus, frame.terminator)
  }

  async #enter(request: JoinRequest, signal: AbortSignal): Promise<Entered> {
    const { invitation } = request
    let acquaintance: Acquaintance = 'known'
    const identity = await this.#around.identity()
    const connect = (userName: string) =>
      MumbleClient.connect({
        address: invitation,
        identity,
        credentials: { userName, password: request.password ?? '', tokens: [] },
        self: this.#self,
        release: this.#around.release,
        approve: certificate => {
          acquaintance = this.#around.trust.check(invitation, certificate)
        },
        signal,
      })
    let userName = request.userName.trim()
    let client: MumbleClient
    try {
      client = await connect(userName)
    } catch (error) {
      const refusedName = error instanceof RejectError && error.reject.type === INVALID_NAME
      if (!refusedName || safeUserName(userName) === userName) throw error
      userName = safeUserName(userName)
      client = await connect(userName)
    }
    // Whoever leaves on the threshold is gone at once, and not when the room has been found.
    const leave = () => this.#part(client)
    signal.addEventListener('abort', leave)
    if (signal.aborted) leave()
    try {
      return { client, userName, acquaintance, arrival: await arrive(client, invitation) }
    } catch (error) {
      this.#part(client)
      throw error
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  /** Wires a connection that reached its room to the page. */
  #stay(entered: Entered, request: JoinRequest): void {
    const { client } = entered
    this.#client = client
    this.recordingFlag.follow(client)
    this.#feed.push({ type: 'cleared' })
    for (const channel of client.state.channels.values()) {
      this.#feed.change({ kind: 'channel', id: channel.id, changed: channel })
    }
    for (const user of client.state.users.values()) {
      this.#feed.change({ kind: 'user', session: user.session, changed: user })
    }
    this.#feed.push({ type: 'self', session: client.session })
    this.#feed.flush()
    this.#tell({ phase: 'joined', route: client.route, maxBandwidth: client.maxBandwidth, problem: null })
    client.on('change', change => {
      this.#feed.change(change)
      if (change.kind === 'channel' && change.id === client.ownUser?.channelId)
        this.#followPad(client, change.id)
    })
    client.on('channelRemoved', id => this.#feed.push({ type: 'channel-removed', id }))
    client.on('userRemoved', user => this.#feed.push({ type: 'user-removed', session: user.session }))
    client.on('audio', packet => {
      if (!this.#self.deafened) this.#around.hear(writeEarFrame(packet))
    })
    client.on('route', route => this.#tell({ route }))
    client.on('statistics', ({ route, roundTripMs, uplinkLoss, downlinkLoss }) =>
      this.#tell({ route, pingMs: roundTripMs, uplinkLoss, downlinkLoss, maxBandwidth: client.maxBandwidth }),
    )
    client.on('self', state => this.#around.page.self(state))
    client.on('denied', denied => this.#around.page.notice(explainDenial(denied)))
    client.on('opusRefused', () => this.#around.page.notice(problem('server-without-opus')))
    client.on('closed', (error, removal) => {
      this.#client = null
      this.recordingFlag.follow(null)
      if (removal !== null)
        this.#end(explainRemoval(removal, client.state.users.get(removal.actor ?? -1)?.name ?? ''))
      else
        void this.#reconnect(request, entered.userName, explainFailure(error, request.invitation, '', false))
    })
    client.setSelf(this.#self)
  }

  async #reconnect(request: JoinRequest, userName: string, lost: Problem): Promise<void> {
    const { signal } = this.#attempt
    const reason =
      lost.code === 'internal' ? problem('connection-lost', { host: request.invitation.host }) : lost
    this.#tell({ phase: 'reconnecting', problem: reason })
    for (let attempt = 0; !signal.aborted; attempt++) {
      const delayMs = RECONNECT_DELAYS_MS[Math.min(attempt, RECONNECT_DELAYS_MS.length - 1)] ?? 0
      await abortableDelay(delayMs, signal)
      if (signal.aborted) return
      try {
        const entered = await this.#enter({ ...request, userName }, signal)
        if (signal.aborted) this.#part(entered.client)
        else this.#stay(entered, request)
        return
      } catch (error) {
        if (signal.aborted) return
        const why = explainFailure(error, request.invitation, userName, request.password !== null)
        if (!isPassing(why)) {
          this.#end(why)
          return
        }
        this.#tell({ phase: 'reconnecting', problem: why })
      }
    }
  }

  #end(reason: Problem): void {
    this.#around.over()
    this.#feed.push({ type: 'cleared' })
    this.#feed.flush()
    this.#tell({ ...idleConnection, phase: 'ended', problem: reason })
  }

  #followPad(client: MumbleClient, channelId: number): void {
    client.describe(channelId).then(
      description => this.#around.page.pad(padInDescription(description)),
      () => undefined, // the room goes on without its pad's new address; the old one stays open
    )
  }

  #tell(change: Partial<Connection>): void {
    this.#connection = { ...this.#connection, ...change }
    this.#around.page.connection(this.#connection)
  }
}

interface Entered {
  readonly client: MumbleClient
  readonly userName: string
  readonly acquaintance: Acquaintance
  readonly arrival: Arrival
}

/** Worth trying again without asking the person. */
function isPassing(reason: Problem): boolean {
  return [
    'server-refused',
    'server-silent',
    'server-not-found',
    'network-down',
    'connection-lost',
    'server-not-mumble',
    'protocol-broken',
    'name-in-use',
    'server-full',
  ].includes(reason.code)
}

function abortableDelay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(done, ms)
    function done() {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}
