/** One connection to a Mumble server: who is there, our voice to them, theirs to us. */
import { EventEmitter } from 'node:events'
import type { PermissionDenied, UserRemove } from '@tf2pickup-org/mumble-protocol'
import { answerTo } from './answers.ts'
import {
  type ClientCertificate,
  type ControlChannel,
  openControlChannel,
  type ServerAddress,
  type ServerCertificate,
} from './control-channel.ts'
import type { PacketCounters } from './crypt-state.ts'
import { ConnectError, ProtocolError } from './errors.ts'
import { type Credentials, shakeHands } from './handshake.ts'
import type { Message } from './messages.ts'
import { countersOf, PeerLines } from './peer-lines.ts'
import { LossGauge, RoundTrips } from './ping.ts'
import { type MuteState, SelfState } from './self-state.ts'
import { type Change, type Channel, ServerState, type User } from './server-state.ts'
import { type MumbleVersion, readVersion, speaksProtobufVoice } from './version.ts'
import { type Route, VoiceChannel } from './voice-channel.ts'
import { legacyVoice } from './voice-format-legacy.ts'
import { protobufVoice } from './voice-format-protobuf.ts'
import type { IncomingVoice } from './voice-packet.ts'

/** A change of our own state that has not come back by then was dropped on the way in: servers drop bursts. */
const SAY_AGAIN_MS = 1500
/** Mumble's own pace; the server drops who is silent for 30 s. */
const PING_INTERVAL_MS = 5000
const LOST_PINGS_BEFORE_GIVING_UP = 4

export interface LineStatistics {
  readonly route: Route
  /** ms, over UDP where it works; null before the first answer. */
  readonly roundTripMs: number | null
  /** Shares of packets lost lately, 0..1, each out of enough of them to mean something. */
  readonly uplinkLoss: number
  readonly downlinkLoss: number
}

export interface LineFigures {
  /** Newest round trips; null before the first answer. */
  readonly udpPingMs: number | null
  readonly tcpPingMs: number | null
  /** Pings over TCP that were not answered. */
  readonly unansweredPings: number
  /** Packets over UDP: what the server got of ours as of its last answer, and what we got of its. */
  readonly up: PacketCounters
  readonly down: PacketCounters
}

interface ClientEvents {
  change: [Change]
  channelRemoved: [number]
  userRemoved: [User, UserRemove]
  audio: [IncomingVoice]
  route: [Route]
  statistics: [LineStatistics]
  self: [MuteState & { pending: boolean }]
  /** A refusal that answers no wish we wait for. */
  denied: [PermissionDenied]
  /** The server's codec choice leaves Opus out. */
  opusRefused: []
  /** The last event: why, null when we closed it; and the server's word when it put us out. */
  closed: [Error | null, UserRemove | null]
}

export interface ConnectOptions {
  readonly address: ServerAddress
  readonly identity: ClientCertificate | null
  readonly credentials: Credentials
  readonly self: MuteState
  /** What we call ourselves to the server, such as "Chatière 0.1". */
  readonly release: string
  /** Looks at the server's certificate before anything is said; throws to refuse it. */
  readonly approve: (certificate: ServerCertificate) => void | Promise<void>
  readonly signal?: AbortSignal
}

export class MumbleClient extends EventEmitter<ClientEvents> {
  readonly #control: ControlChannel
  readonly state = new ServerState()
  readonly #self: SelfState
  readonly #tcpRoundTrips = new RoundTrips()
  #voice: VoiceChannel | null = null
  #session: number | null = null
  #pingTimer: NodeJS.Timeout | null = null
  #unanswered = 0
  #remoteCounters = { good: 0, late: 0, lost: 0, resync: 0 }
  readonly #uplink = new LossGauge()
  readonly #downlink = new LossGauge()
  #removal: UserRemove | null = null
  #waiting = 0
  #closed = false
  version: MumbleVersion | null = null
  /** bit/s for our voice with all its headers; null = not said. */
  maxBandwidth: number | null = null
  welcomeText = ''
  /** False: the server puts out whoever records; null = not said (before 1.5). */
  recordingAllowed: boolean | null = null
  /** How others' lines do, as far as we asked. */
  readonly peers: PeerLines
  /** The room takes formatted descriptions and messages. */
  allowsHtml = true

  private constructor(control: ControlChannel, self: MuteState) {
    super()
    this.#control = control
    this.#self = new SelfState(
      self,
      wished => this.#control.send('UserState', { selfMute: wished.muted, selfDeaf: wished.deafened }),
      state => this.emit('self', state),
    )
    this.peers = new PeerLines(control)
    control.on('message', message => this.#receive(message))
    control.on('closed', error => this.#end(error))
  }

  /** Throws ConnectError, RejectError, ProtocolError, or what `approve` throws. */
  static async connect(options: ConnectOptions): Promise<MumbleClient> {
    const control = await openControlChannel(options.address, options.identity, options.signal)
    try {
      await options.approve(control.certificate)
      const client = new MumbleClient(control, options.self)
      const sync = await shakeHands(control, options.credentials, options.release, options.signal)
      client.#begin(sync.session, sync.maxBandwidth, sync.welcomeText)
      return client
    } catch (error) {
      control.close()
      throw error
    }
  }

  get session(): number {
    if (this.#session === null) throw new ProtocolError('not yet on the server')
    return this.#session
  }

  get ownUser(): User | null {
    return this.#session === null ? null : (this.state.users.get(this.#session) ?? null)
  }

  get route(): Route {
    return this.#voice?.route ?? 'tunnel'
  }

  /** Packets that no Mumble peer would send, dropped. */
  get malformedVoicePackets(): number {
    return this.#voice?.malformed ?? 0
  }

  /** Frame number in units of 10 ms; false when the packet was dropped here. */
  sendVoice(frameNumber: number, opus: Uint8Array, terminator: boolean): boolean {
    return this.#voice?.send({ type: 'audio', target: 0, frameNumber, opus, terminator }) ?? false
  }

  setSelf(state: MuteState): void {
    this.#self.wish(state)
  }

  /** Throws DeniedError, NoAnswerError. */
  async enter(channelId: number): Promise<void> {
    const { session } = this
    if (this.ownUser?.channelId === channelId) return
    const entered = this.#answer('enter a channel', message =>
      message.name === 'UserState' && message.body.session === session && message.body.channelId === channelId
        ? true
        : null,
    )
    this.#control.send('UserState', { session, channelId })
    await entered
  }

  /** Makes a temporary channel; the server moves its maker in. Throws DeniedError, NoAnswerError. */
  async createTemporaryChannel(parent: number, name: string, description: string): Promise<Channel> {
    const { session } = this
    const movedIn = this.#answer('make a channel', message => {
      if (message.name !== 'UserState' || message.body.session !== session) return null
      const channel = this.state.channels.get(message.body.channelId ?? -1)
      return channel?.parent === parent && channel.name === name ? channel : null
    })
    this.#control.send('ChannelState', { parent, name, description, temporary: true })
    return movedIn
  }

  /** Ties our name to our certificate on this server. Throws DeniedError, NoAnswerError. */
  async registerSelf(): Promise<void> {
    const { session } = this
    const registered = this.#answer('register', message =>
      message.name === 'UserState' && message.body.session === session && message.body.userId !== undefined
        ? true
        : null,
    )
    this.#control.send('UserState', { session, userId: 0 })
    await registered
  }

  /** Tells everybody whether we record; settles when the server has told them. Throws DeniedError, NoAnswerError. */
  async setRecording(recording: boolean): Promise<void> {
    const { session } = this
    if (this.ownUser?.recording === recording) return
    const told = this.#answer('tell of a recording', message =>
      message.name === 'UserState' && message.body.session === session && message.body.recording === recording
        ? true
        : null,
    )
    const say = () => this.#control.send('UserState', { session, recording })
    say()
    const again = setInterval(say, SAY_AGAIN_MS)
    try {
      await told
    } finally {
      clearInterval(again)
    }
  }

  /** How the line does: figures that name nobody. */
  get line(): LineFigures {
    const udp = this.#voice?.roundTrips
    return {
      udpPingMs: udp !== undefined && udp.count > 0 ? udp.last : null,
      tcpPingMs: this.#tcpRoundTrips.count > 0 ? this.#tcpRoundTrips.last : null,
      unansweredPings: this.#unanswered,
      up: this.#remoteCounters,
      down: { ...(this.#voice?.packetCounters ?? { good: 0, late: 0, lost: 0, resync: 0 }) },
    }
  }

  /** A channel's description, fetched when only its hash is known. Throws NoAnswerError. */
  async describe(channelId: number): Promise<string> {
    const known = this.state.channels.get(channelId)
    if (known === undefined || known.description !== null) return known?.description ?? ''
    const told = this.#answer('a description', message =>
      message.name === 'ChannelState' && message.body.channelId === channelId
        ? (message.body.description ?? null)
        : null,
    )
    this.#control.send('RequestBlob', {
      sessionTexture: [],
      sessionComment: [],
      channelDescription: [channelId],
    })
    return told
  }

  /** Leaves at once; settles when the goodbye has left, or after a second. */
  close(): Promise<void> {
    const left = this.#control.close()
    this.#end(null)
    return left
  }

  async #answer<T>(wish: string, read: (message: Message) => T | null): Promise<T> {
    this.#waiting += 1
    try {
      return await answerTo(this.#control, wish, read)
    } finally {
      this.#waiting -= 1
    }
  }

  #begin(session: number | undefined, maxBandwidth: number | undefined, welcome: string | undefined): void {
    if (session === undefined) throw new ProtocolError('ServerSync without a session')
    this.#session = session
    this.maxBandwidth = maxBandwidth ?? null
    this.welcomeText = welcome ?? ''
    const own = this.state.users.get(session)
    this.#self.echoed(own?.selfMute, own?.selfDeaf)
    this.#ping()
    this.#pingTimer = setInterval(() => this.#ping(), PING_INTERVAL_MS)
  }

  #receive(message: Message): void {
    switch (message.name) {
      case 'Version':
        this.#prepareVoice(readVersion(message.body))
        break
      case 'CryptSetup':
        this.#setUpCrypt(message.body)
        break
      case 'CodecVersion':
        if (message.body.opus === false) this.emit('opusRefused')
        break
      case 'ChannelState':
        this.#tell(this.state.mergeChannel(message.body))
        break
      case 'ChannelRemove':
        if (this.state.removeChannel(message.body.channelId))
          this.emit('channelRemoved', message.body.channelId)
        break
      case 'UserState':
        this.#tell(this.state.mergeUser(message.body))
        if (message.body.session === this.#session)
          this.#self.echoed(message.body.selfMute, message.body.selfDeaf)
        break
      case 'UserRemove':
        this.#forgetUser(message.body)
        break
      case 'Ping':
        this.#pong(message.body)
        break
      case 'UserStats':
        this.peers.read(message.body)
        break
      case 'PermissionDenied':
        if (this.#waiting === 0 && !this.peers.refused(message.body)) this.emit('denied', message.body)
        break
      case 'ServerConfig':
        if (message.body.allowHtml !== undefined) this.allowsHtml = message.body.allowHtml
        if (message.body.maxBandwidth !== undefined) this.maxBandwidth = message.body.maxBandwidth
        if (message.body.recordingAllowed !== undefined) this.recordingAllowed = message.body.recordingAllowed
        break
    }
  }

  #prepareVoice(version: MumbleVersion | null): void {
    if (this.#voice !== null) return
    this.version = version
    const format = version !== null && speaksProtobufVoice(version) ? protobufVoice : legacyVoice
    this.#voice = new VoiceChannel(this.#control, format)
    this.#voice.on('audio', packet => this.emit('audio', packet))
    this.#voice.on('route', route => this.emit('route', route))
  }

  #setUpCrypt(setup: { key?: Uint8Array; clientNonce?: Uint8Array; serverNonce?: Uint8Array }): void {
    try {
      this.#voice?.setUp(setup)
    } catch {
      this.#end(new ProtocolError('keys of the wrong length'))
      this.#control.close()
    }
  }

  #tell(change: Change | null): void {
    if (change !== null) this.emit('change', change)
  }

  #forgetUser(removal: UserRemove): void {
    if (removal.session === this.#session) this.#removal = removal
    this.peers.forget(removal.session)
    const user = this.state.removeUser(removal.session)
    if (user !== null) this.emit('userRemoved', user, removal)
  }

  #ping(): void {
    if (this.#unanswered >= LOST_PINGS_BEFORE_GIVING_UP) {
      this.#end(new ConnectError('timeout', 'the server stopped answering'))
      this.#control.close()
      return
    }
    this.#unanswered += 1
    const counters = this.#voice?.packetCounters ?? { good: 0, late: 0, lost: 0, resync: 0 }
    const udp = this.#voice?.roundTrips ?? new RoundTrips()
    this.#control.send('Ping', {
      timestamp: BigInt(Math.round(performance.now() * 1000)),
      ...counters,
      udpPackets: udp.count,
      udpPingAvg: udp.average,
      udpPingVar: udp.variance,
      tcpPackets: this.#tcpRoundTrips.count,
      tcpPingAvg: this.#tcpRoundTrips.average,
      tcpPingVar: this.#tcpRoundTrips.variance,
    })
  }

  #pong(ping: { timestamp?: bigint } & Partial<PacketCounters>): void {
    this.#unanswered = 0
    const sentMs = Number(ping.timestamp ?? 0n) / 1000
    const roundTripMs = performance.now() - sentMs
    if (sentMs <= 0 || roundTripMs < 0) return
    this.#tcpRoundTrips.add(roundTripMs)
    const remote = countersOf(ping)
    this.#uplink.read(remote)
    this.#downlink.read(this.#voice?.packetCounters ?? { good: 0, lost: 0 })
    this.emit('statistics', {
      route: this.route,
      roundTripMs: this.#voice?.roundTrips.count ? this.#voice.roundTrips.last : roundTripMs,
      uplinkLoss: this.#uplink.share,
      downlinkLoss: this.#downlink.share,
    })
    this.#remoteCounters = remote
  }

  #end(error: Error | null): void {
    if (this.#closed) return
    this.#closed = true
    if (this.#pingTimer !== null) clearInterval(this.#pingTimer)
    this.#self.close()
    this.#voice?.close()
    this.emit('closed', error, this.#removal)
  }
}
