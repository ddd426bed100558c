import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type Child, startChild, temporaryFolder, whenReady } from './children.ts'
import { run } from './programs.ts'
import { bytesOf, readWav, samplesOf } from './wav.ts'

/** Sample rate of every cable, per second. */
export const cableRate = 48_000

/**
 * Virtual sound cables. For a cable named X:
 * - sink `micX`: what is played into it is what the microphone gives;
 * - source `vmicX`: that microphone, to be picked by a program;
 * - sink `outX`: the ear, to be picked by a program.
 * All of them are channels of one silent sound card, so they share its clock and can be recorded in step.
 */
export interface Cables {
  /** What a program needs in its environment to speak and hear through the cable of this name. */
  env(name: string): Record<string, string>
  /** Plays 48 kHz mono samples, or a WAV file of that form, into a sink; resolves when the last sample is out. */
  play(sound: Int16Array | string, sink: string): Promise<void>
  /** Records a source, or what is played into a sink; resolves once sound is coming in. */
  record(device: string): Promise<Recording<Int16Array>>
  /** Records all sinks at once, sample for sample in step. Stereo is mixed down. */
  recordAll(): Promise<Recording<Map<string, Int16Array>>>
  /** Pulls the plug of microphone `vmicX`, as unplugging a device does. */
  removeSource(name: string): Promise<void>
  /** Pulls the plug of ear `outX`. */
  removeSink(name: string): Promise<void>
  /** Plugs back in what was removed. */
  restore(name: string): Promise<void>
  /** Makes microphone `vmicX` and ear `outX` those that a program gets which asks for none in particular. */
  makeDefault(name: string): Promise<void>
  /** Lets microphone `vmicX` hear ear `outX`, as with a loudspeaker in the room; `gainDb` softer or louder. */
  addEcho(name: string, gainDb: number): Promise<void>
  /** Names of the sinks and sources that programs see now. */
  devices(): Promise<string[]>
  stop(): Promise<void>
}

export interface Recording<Sound> {
  /** Ends the recording; the samples are 48 kHz, 16 bit. */
  stop(): Promise<Sound>
}

const channelsPerCable = 3
/** PulseAudio knows no sink with more channels than this. */
const mostChannels = 32
/** A small buffer, so that the cables themselves are a small part of what is measured through them, in ms. */
const recordLatencyMs = 10
/** A large one, ms: a program that plays too late leaves holes, and how far it is ahead of a microphone is never heard. */
const playLatencyMs = 250
/** The way from a loudspeaker through a room, the two devices' buffers included, in ms. */
const echoLatencyMs = 30

/** Starts a private PulseAudio with a cable for each name (letters and digits; 10 at most). Needs no sound card, works as root. */
export async function startCables(names: string[]): Promise<Cables> {
  const channels = names.length * channelsPerCable
  if (channels > mostChannels) throw new Error(`${names.length} cables are too many`)
  const folder = temporaryFolder('cables')
  const server = `unix:${join(folder.path, 'socket')}`
  const clientEnv = { ...process.env, PULSE_SERVER: server, HOME: folder.path }
  const daemon = await startDaemon(folder.path, channels)
  const modules = new Map<string, string>()

  const pactl = async (...args: string[]) => (await run('pactl', args, { env: clientEnv })).stdout.trim()

  async function plug(device: string, kind: 'sink' | 'source', channelNumbers: number[]): Promise<void> {
    if (modules.has(device)) return
    const index = await pactl(
      'load-module',
      `module-remap-${kind}`,
      `${kind}_name=${device}`,
      `master=${kind === 'sink' ? 'clock' : 'clock.monitor'}`,
      `channels=${channelNumbers.length}`,
      `channel_map=${channelNumbers.length === 1 ? 'mono' : 'front-left,front-right'}`,
      `master_channel_map=${channelMap(channelNumbers)}`,
      'remix=no',
      `${kind}_properties=device.description=${device}`,
    )
    modules.set(device, index)
  }

  async function unplug(device: string): Promise<void> {
    const index = modules.get(device)
    if (index === undefined) throw new Error(`${device} is not plugged in`)
    await pactl('unload-module', index)
    modules.delete(device)
  }

  async function plugIn(name: string): Promise<void> {
    const at = names.indexOf(name) * channelsPerCable
    if (at < 0) throw new Error(`There is no cable ${name}`)
    await plug(`mic${name}`, 'sink', [at])
    await plug(`vmic${name}`, 'source', [at])
    await plug(`out${name}`, 'sink', [at + 1, at + 2])
  }

  async function startRecording(device: string, map: string, count: number): Promise<Recording<Int16Array>> {
    const own = temporaryFolder('recording', folder.path)
    const [file, logFile] = [join(own.path, 'sound'), join(own.path, 'log')]
    const form = rawForm(count, recordLatencyMs)
    const child = startChild('parec', [`--device=${device}`, ...form, `--channel-map=${map}`, file], {
      env: clientEnv,
      logFile,
    })
    const hasSound = async () => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0
    await whenReady(child, hasSound, { what: `parec of ${device}`, withinMs: 5000, everyMs: 5, logFile })
    return {
      stop: async () => {
        await child.stop()
        const samples = samplesOf(readFileSync(file))
        own.remove()
        return samples
      },
    }
  }

  for (const name of names) await plugIn(name)

  return {
    env: name => ({ PULSE_SERVER: server, PULSE_SOURCE: `vmic${name}`, PULSE_SINK: `out${name}` }),
    play: async (sound, sink) => {
      const own = temporaryFolder('play', folder.path)
      const file = join(own.path, 'sound')
      writeFileSync(file, bytesOf(typeof sound === 'string' ? samplesAtCableRate(sound) : sound))
      const form = rawForm(1, playLatencyMs)
      await run('pacat', ['--playback', `--device=${sink}`, ...form, file], { env: clientEnv })
      own.remove()
    },
    record: device => startRecording(/^(mic|out)/.test(device) ? `${device}.monitor` : device, 'mono', 1),
    recordAll: async () => {
      const all = Array.from({ length: channels }, (_, i) => i)
      const recording = await startRecording('clock.monitor', channelMap(all), channels)
      return {
        stop: async () => {
          const interleaved = await recording.stop()
          const sounds = new Map<string, Int16Array>()
          for (const [cable, name] of names.entries()) {
            const at = cable * channelsPerCable
            sounds.set(`mic${name}`, mixDown(interleaved, channels, [at]))
            sounds.set(`out${name}`, mixDown(interleaved, channels, [at + 1, at + 2]))
          }
          return sounds
        },
      }
    },
    removeSource: name => unplug(`vmic${name}`),
    removeSink: name => unplug(`out${name}`),
    restore: plugIn,
    makeDefault: async name => {
      await pactl('set-default-source', `vmic${name}`)
      await pactl('set-default-sink', `out${name}`)
    },
    addEcho: async (name, gainDb) => {
      // One clock for both: a way that is stretched to hold its length would be another room every moment.
      const way = [
        `source=out${name}.monitor`,
        `sink=mic${name}`,
        `latency_msec=${echoLatencyMs}`,
        'adjust_time=0',
      ]
      const module = await pactl('load-module', 'module-loopback', ...way)
      const inputs = JSON.parse(await pactl('--format=json', 'list', 'sink-inputs')) as SinkInput[]
      const input = inputs.find(each => String(each.owner_module) === module)
      if (input === undefined) throw new Error(`The echo of ${name} has no sound`)
      await pactl('set-sink-input-volume', String(input.index), `${gainDb}dB`)
    },
    devices: async () => {
      const lines = `${await pactl('list', 'short', 'sinks')}\n${await pactl('list', 'short', 'sources')}`
      return lines.split('\n').map(line => line.split('\t')[1] ?? '')
    },
    stop: async () => {
      await daemon.stop()
      folder.remove()
    },
  }
}

/** Of what `pactl list sink-inputs` tells. */
interface SinkInput {
  readonly index: number
  readonly owner_module: number | string
}

/** A PulseAudio of its own, with one silent sound card named `clock`; resolves when it takes connections. */
async function startDaemon(folder: string, channels: number): Promise<Child> {
  const [runtime, config] = [join(folder, 'run'), join(folder, '.config', 'pulse')]
  mkdirSync(runtime, { mode: 0o700 })
  mkdirSync(config, { recursive: true })
  writeFileSync(
    join(config, 'daemon.conf'),
    `default-sample-rate = ${cableRate}\nalternate-sample-rate = ${cableRate}\n` +
      'default-fragments = 4\ndefault-fragment-size-msec = 5\n',
  )
  const socket = join(folder, 'socket')
  const logFile = join(folder, 'pulseaudio.log')
  const all = Array.from({ length: channels }, (_, i) => i)
  const child = startChild(
    'pulseaudio',
    [
      '-n',
      '--daemonize=no',
      '--exit-idle-time=-1',
      '--disallow-exit',
      '--log-target=stderr',
      `--load=module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
      `--load=module-null-sink sink_name=clock norewinds=1 rate=${cableRate} channels=${channels} channel_map=${channelMap(all)}`,
    ],
    {
      logFile,
      env: {
        ...process.env,
        HOME: folder,
        XDG_RUNTIME_DIR: runtime,
        XDG_CONFIG_HOME: join(folder, '.config'),
        PULSE_RUNTIME_PATH: join(runtime, 'pulse'),
      },
    },
  )
  await whenReady(child, () => answers(socket), { what: 'PulseAudio', withinMs: 10_000, logFile })
  return child
}

function answers(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ path })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** Channels without a place in a room, so that PulseAudio never mixes one into another. */
function channelMap(channelNumbers: number[]): string {
  return channelNumbers.map(number => `aux${number}`).join(',')
}

function rawForm(channels: number, latencyMs: number): string[] {
  return [
    '--raw',
    '--format=s16le',
    `--rate=${cableRate}`,
    `--channels=${channels}`,
    `--latency-msec=${latencyMs}`,
  ]
}

function samplesAtCableRate(file: string): Int16Array {
  const { rate, samples } = readWav(file)
  if (rate !== cableRate) throw new Error(`${file} has ${rate} samples per second, not ${cableRate}`)
  return samples
}

/** The mean of the picked channels. */
function mixDown(interleaved: Int16Array, channels: number, picked: number[]): Int16Array {
  const mixed = new Int16Array(Math.floor(interleaved.length / channels))
  for (let frame = 0; frame < mixed.length; frame++) {
    let sum = 0
    for (const at of picked) sum += interleaved[frame * channels + at] as number
    mixed[frame] = sum / picked.length
  }
  return mixed
}
