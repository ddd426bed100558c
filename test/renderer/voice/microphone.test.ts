import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DeviceInfo } from '../../../renderer/voice/audio-devices.ts'
import { Microphone, type MicrophoneProblem } from '../../../renderer/voice/microphone.ts'
import { MicrophoneSource } from '../../../renderer/voice/microphone-source.ts'
import type { CaptureCommand } from '../../../renderer/voice/worklet-messages.ts'

/** A double of a microphone's stream: one track that lives until it is stopped. */
function streamDouble() {
  const track = {
    readyState: 'live' as MediaStreamTrackState,
    muted: false,
    onended: null,
    onmute: null,
    onunmute: null,
    stop() {
      this.readyState = 'ended'
    },
  }
  const stream = { getAudioTracks: () => [track], getTracks: () => [track] } as unknown as MediaStream
  return { track, stream }
}

const devices: readonly DeviceInfo[] = [{ deviceId: 'a', groupId: 'g', kind: 'audioinput', label: 'Casque' }]

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'warn').mockImplementation(() => {})
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** A microphone whose stream the sound graph refuses as often as told. */
function opened({ refusals = 0, cancelsEcho = false } = {}) {
  const made: ReturnType<typeof streamDouble>[] = []
  const getUserMedia = vi.fn(async (_: MediaStreamConstraints) => {
    const next = streamDouble()
    made.push(next)
    return next.stream
  })
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
  // No window here whose focus would tell of a permission.
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('removeEventListener', () => {})
  const streams: (MediaStream | null)[] = []
  let problems: readonly MicrophoneProblem[] = []
  let left = refusals
  const microphone = new Microphone('', cancelsEcho, async () => devices, {
    stream: stream => {
      if (stream !== null && left-- > 0) throw new DOMException('no', 'NotSupportedError')
      streams.push(stream)
    },
    label: () => {},
    problems: found => {
      problems = found
    },
    permitted: () => {},
  })
  microphone.settle()
  return { microphone, getUserMedia, made, streams, problems: () => problems }
}

test('a microphone that the sound graph refuses is closed, told, and tried again until it is taken', async () => {
  const { getUserMedia, made, streams, problems, microphone } = opened({ refusals: 2 })
  await vi.advanceTimersByTimeAsync(1)
  expect(problems()).toEqual(['microphone-failed'])
  expect(made[0]?.track.readyState).toBe('ended')
  await vi.advanceTimersByTimeAsync(5000)
  expect(problems()).toEqual(['microphone-failed'])
  await vi.advanceTimersByTimeAsync(5000)
  expect(getUserMedia).toHaveBeenCalledTimes(3)
  expect(problems()).toEqual([])
  expect(streams.at(-1)).toBe(made[2]?.stream)
  expect(made[2]?.track.readyState).toBe('live')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(getUserMedia).toHaveBeenCalledTimes(3)
  microphone.close()
})

test.each([
  [false, { ideal: 2 }],
  [true, 1],
])('with the canceller %s it is asked for %j channels', async (cancelsEcho, channelCount) => {
  const { getUserMedia, microphone } = opened({ cancelsEcho })
  await vi.advanceTimersByTimeAsync(1)
  expect(getUserMedia.mock.calls[0]?.[0].audio).toMatchObject({ channelCount })
  microphone.close()
})

/** A double of the graph, and what the capture was told. */
function sourced() {
  const node = { connect: vi.fn(), disconnect: vi.fn() }
  const graph = { tap: true } as unknown as AudioNode
  const context = { createMediaStreamSource: vi.fn(() => node) }
  const told: [CaptureCommand, Transferable | undefined][] = []
  const source = new MicrophoneSource(context as unknown as AudioContext, {
    input: graph,
    tellCapture: (command, transfer) => told.push([command, transfer]),
  })
  return { source, context, node, graph, told }
}

test('where the browser hands sound out, the capture gets it and the graph does not', () => {
  const readable = new ReadableStream()
  const asked = vi.fn()
  const handsOut = class {
    readonly readable = readable
    constructor(init: object) {
      asked(init)
    }
  }
  vi.stubGlobal('window', { MediaStreamTrackProcessor: handsOut })
  const { source, context, told } = sourced()
  const { stream, track } = streamDouble()
  source.open(stream)
  expect(asked).toHaveBeenCalledWith({ track, maxBufferSize: 100 })
  source.close()
  expect(told).toEqual([
    [{ type: 'microphone', sound: readable }, readable],
    [{ type: 'microphone', sound: null }, undefined],
  ])
  expect(context.createMediaStreamSource).not.toHaveBeenCalled()
})

test('elsewhere it comes through the graph, and leaves it when it goes', () => {
  vi.stubGlobal('window', {})
  const { source, node, graph, told } = sourced()
  source.open(streamDouble().stream)
  expect(node.connect).toHaveBeenCalledWith(graph)
  expect(told).toEqual([[{ type: 'microphone', sound: null }, undefined]])
  source.close()
  expect(node.disconnect).toHaveBeenCalledOnce()
})
