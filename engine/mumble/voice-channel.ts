/**
 * The way of the voice to the server: encrypted UDP, or a tunnel through TLS while UDP is dead.
 *
 * UDP is pinged every second. It is alive while anything of it comes back; after three silent pings the
 * voice takes the tunnel, and UDP goes on being pinged until it answers again. Silence is what counts:
 * a router that forgets us leaves every counter as it was.
 */
import { createSocket, type Socket } from 'node:dgram'
import { EventEmitter } from 'node:events'
import type { ControlChannel } from './control-channel.ts'
import { CryptState } from './crypt-state.ts'
import { RoundTrips } from './ping.ts'
import {
  type IncomingVoice,
  LARGEST_VOICE_PACKET,
  type OutgoingVoice,
  type VoiceFormat,
} from './voice-packet.ts'

/** 41 bytes a second each way: so little that a cut line is noticed within three seconds at any time. */
const PING_INTERVAL_MS = 1000
const SILENT_PINGS_BEFORE_TUNNEL = 2.5
/** Answers in a row before the voice goes back to UDP, doubled each time UDP fails again at once. */
const ANSWERS_BEFORE_RETURN = 2
const MOST_ANSWERS_BEFORE_RETURN = 32
const STABLE_AFTER_MS = 60_000
/** Mumble's own pace for asking the server to start its nonce again. */
const RESYNC_AFTER_MS = 5000
/** Voice waiting in TCP beyond this is old: about two seconds of a thin line. */
const LARGEST_TUNNEL_BACKLOG = 16_384
/** A voice target that we never set up: the server takes the packet and gives it to nobody. */
const NOBODY = 30
/** The shortest Opus packet: one frame of silence (RFC 6716, code 0 with no bytes). */
const SILENT_OPUS = Uint8Array.of(0xf8, 0xff, 0xfe)

export type Route = 'udp' | 'tunnel'

interface VoiceEvents {
  audio: [IncomingVoice]
  route: [Route]
}

export class VoiceChannel extends EventEmitter<VoiceEvents> {
  readonly #control: ControlChannel
  readonly #format: VoiceFormat
  readonly #started = performance.now()
  #crypt: CryptState | null = null
  #socket: Socket | null = null
  #timer: NodeJS.Timeout | null = null
  /** The tunnel until UDP has answered once: nothing is lost where UDP never works. */
  #route: Route = 'tunnel'
  /** When the last packet came by UDP that we could decrypt, ms. */
  #lastHeard = this.#started
  #lastResync = this.#started
  #answersInARow = 0
  #answersNeeded = 1
  #returnedAt = Number.NEGATIVE_INFINITY
  readonly roundTrips = new RoundTrips()
  #packetsIn = 0
  /** Packets that no peer of ours would send, on both ways. */
  malformed = 0

  constructor(control: ControlChannel, format: VoiceFormat) {
    super()
    this.#control = control
    this.#format = format
    control.on('tunnel', packet => this.#read(packet, 'tunnel'))
  }

  get route(): Route {
    return this.#route
  }

  get packetCounters(): { good: number; late: number; lost: number; resync: number } {
    return this.#crypt?.counters ?? { good: 0, late: 0, lost: 0, resync: 0 }
  }

  get packetsIn(): number {
    return this.#packetsIn
  }

  /** The server's CryptSetup, in whichever of its three forms. Throws RangeError on wrong lengths. */
  setUp(setup: { key?: Uint8Array; clientNonce?: Uint8Array; serverNonce?: Uint8Array }): void {
    const { key, clientNonce, serverNonce } = setup
    if (key !== undefined && clientNonce !== undefined && serverNonce !== undefined) {
      this.#crypt = new CryptState(key, clientNonce, serverNonce)
      this.#open()
    } else if (this.#crypt === null) return
    else if (serverNonce !== undefined && serverNonce.length > 0) this.#crypt.resynchronise(serverNonce)
    else this.#control.send('CryptSetup', { clientNonce: this.#crypt.encryptNonce })
  }

  /** False when the packet was dropped: too large, or the line is full. */
  send(packet: OutgoingVoice): boolean {
    const bytes = this.#format.writeAudio(packet)
    if (this.#route === 'udp') return this.#sendUdp(bytes)
    return this.#sendTunnel(bytes)
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
    this.#socket?.close()
    this.#socket = null
    this.removeAllListeners()
  }

  #open(): void {
    if (this.#socket !== null) return
    const { address, port, family } = this.#control.remote
    const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
    this.#socket = socket
    socket.on('message', datagram => this.#receive(datagram))
    // A refused datagram is silence like any other; the pings notice.
    socket.on('error', () => undefined)
    socket.connect(port, address, () => {
      if (this.#socket !== socket) return
      this.#ping()
      this.#timer = setInterval(() => this.#tick(), PING_INTERVAL_MS)
    })
  }

  #tick(): void {
    const now = performance.now()
    const silentMs = now - this.#lastHeard
    if (this.#route === 'udp' && silentMs > SILENT_PINGS_BEFORE_TUNNEL * PING_INTERVAL_MS)
      this.#takeTunnel(now)
    if (silentMs > 1.5 * PING_INTERVAL_MS) this.#answersInARow = 0
    this.#ping()
  }

  #ping(): void {
    this.#sendUdp(this.#format.writePing(this.#elapsed(performance.now())))
  }

  /** Our clock as whole microseconds, which is what a ping carries. */
  #elapsed(now: number): bigint {
    return BigInt(Math.round((now - this.#started) * 1000))
  }

  #takeTunnel(now: number): void {
    const failedAtOnce = now - this.#returnedAt < STABLE_AFTER_MS
    this.#answersNeeded = failedAtOnce
      ? Math.min(this.#answersNeeded * 2, MOST_ANSWERS_BEFORE_RETURN)
      : ANSWERS_BEFORE_RETURN
    this.#route = 'tunnel'
    // The server tunnels to us only after something of ours came that way, even if we only listen.
    this.#sendTunnel(this.#format.writePing(this.#elapsed(now)))
    this.emit('route', 'tunnel')
  }

  #takeUdp(now: number): void {
    this.#route = 'udp'
    this.#returnedAt = now
    // The server goes back to UDP only when it hears voice there; a listener has none to send.
    this.#sendUdp(
      this.#format.writeAudio({
        type: 'audio',
        target: NOBODY,
        frameNumber: 0,
        opus: SILENT_OPUS,
        terminator: true,
      }),
    )
    this.emit('route', 'udp')
  }

  #receive(datagram: Uint8Array): void {
    const now = performance.now()
    if (this.#crypt === null || datagram.length > LARGEST_VOICE_PACKET) return
    const plain = this.#crypt.decrypt(datagram)
    if (plain === null) {
      this.#askForResync(now)
      return
    }
    this.#lastHeard = now
    this.#read(plain, 'udp')
  }

  #askForResync(now: number): void {
    if (now - Math.max(this.#lastHeard, this.#lastResync) < RESYNC_AFTER_MS) return
    this.#lastResync = now
    this.#control.send('CryptSetup', {})
  }

  #read(bytes: Uint8Array, via: Route): void {
    const packet = bytes.length > LARGEST_VOICE_PACKET ? null : this.#format.read(bytes)
    if (packet === null) {
      this.malformed += 1
      return
    }
    if (packet.type === 'audio') {
      this.#packetsIn += 1
      this.emit('audio', packet)
      return
    }
    const now = performance.now()
    const roundTrip = Number(this.#elapsed(now) - packet.timestamp) / 1000
    if (via !== 'udp' || roundTrip < 0 || roundTrip > 60_000) return
    this.roundTrips.add(roundTrip)
    this.#answersInARow += 1
    if (this.#route === 'tunnel' && this.#answersInARow >= this.#answersNeeded) this.#takeUdp(now)
  }

  #sendUdp(bytes: Uint8Array): boolean {
    if (this.#crypt === null || this.#socket === null) return false
    const packet = this.#crypt.encrypt(bytes)
    if (packet.length > LARGEST_VOICE_PACKET) return false
    try {
      this.#socket.send(packet)
      return true
    } catch {
      return false // not connected yet, or closing
    }
  }

  #sendTunnel(bytes: Uint8Array): boolean {
    if (bytes.length > LARGEST_VOICE_PACKET || this.#control.backlogBytes > LARGEST_TUNNEL_BACKLOG)
      return false
    this.#control.sendTunnel(bytes)
    return true
  }
}
