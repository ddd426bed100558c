import { expect, test, vi } from 'vitest'
import { TrackReader } from '../../../renderer/voice/track-reader.ts'

/** A double of AudioData: the members that are used, each sample its number. */
function chunk(channels: number, frames: number, sampleRate = 48_000) {
  return {
    numberOfChannels: channels,
    numberOfFrames: frames,
    sampleRate,
    copyTo: (to: Float32Array, { planeIndex }: { planeIndex: number }) => {
      for (let i = 0; i < to.length; i++) to[i] = planeIndex * 1000 + i
    },
    close: vi.fn(),
  }
}

function readable() {
  let give: (chunk: ReturnType<typeof chunk>) => void = () => {}
  let end = () => {}
  const cancelled = vi.fn()
  const stream = new ReadableStream({
    start: controller => {
      give = each => controller.enqueue(each)
      end = () => controller.close()
    },
    cancel: cancelled,
  })
  return {
    stream: stream as ReadableStream<AudioData>,
    give: (each: ReturnType<typeof chunk>) => give(each),
    end,
    cancelled,
  }
}

const settled = () => new Promise(done => setTimeout(done))

test('chunks come as channels, two at most, whatever their length, and are given back', async () => {
  const taken: [number, number, number, number][] = []
  const reader = new TrackReader(
    (channels, rate) => {
      taken.push([channels.length, channels[0]?.length ?? 0, channels.at(-1)?.[1] ?? 0, rate])
    },
    () => {},
  )
  const { stream, give } = readable()
  reader.read(stream)
  const chunks = [chunk(1, 256), chunk(2, 256), chunk(8, 480, 44_100), chunk(1, 0), chunk(1, 10_000_000)]
  for (const each of chunks) give(each)
  await settled()
  expect(taken).toEqual([
    [1, 256, 1, 48_000],
    [2, 256, 1001, 48_000],
    [2, 480, 1001, 44_100],
  ])
  for (const { close } of chunks) expect(close).toHaveBeenCalledOnce()
})

test('another stream takes over, and what the one before still gives is not heard', async () => {
  const take = vi.fn()
  const reader = new TrackReader(take, () => {})
  const [first, second] = [readable(), readable()]
  reader.read(first.stream)
  first.give(chunk(1, 128))
  await settled()
  reader.read(second.stream)
  await settled()
  expect(first.cancelled).toHaveBeenCalled()
  second.give(chunk(1, 256))
  await settled()
  expect(take.mock.calls.map(([channels]) => channels[0].length)).toEqual([128, 256])
  reader.read(null)
  await settled()
  expect(second.cancelled).toHaveBeenCalled()
})

test('a stream that ends is no failure; one that breaks is, and so is sound that nobody could take', async () => {
  const failed = vi.fn()
  const taking = new TrackReader(() => {}, failed)
  const { stream, end } = readable()
  taking.read(stream)
  end()
  await settled()
  expect(failed).not.toHaveBeenCalled()
  taking.read(new ReadableStream({ start: controller => controller.error(new Error('gone')) }))
  await settled()
  expect(failed).toHaveBeenLastCalledWith(new Error('gone'))
  const throwing = new TrackReader(() => {
    throw new Error('no encoder')
  }, failed)
  const { stream: next, give } = readable()
  throwing.read(next)
  give(chunk(1, 128))
  await settled()
  expect(failed).toHaveBeenLastCalledWith(new Error('no encoder'))
})
