/** A complex spectrum or signal: two arrays of the same length, a power of two. */
export interface Complex {
  re: Float64Array
  im: Float64Array
}

/** The smallest power of two that is not below `length`. */
export function powerOfTwo(length: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(length, 1)))
}

/** Fourier transform in place (radix 2). The inverse is scaled by 1/length, so that it undoes the forward one. */
export function transform({ re, im }: Complex, direction: 'forward' | 'inverse' = 'forward'): void {
  const size = re.length
  if (size !== im.length || size !== powerOfTwo(size)) throw new Error('The length must be a power of two')
  reverseBits(re, im)
  const { cos, sin } = turns(size, direction === 'forward' ? -1 : 1)
  for (let half = 1, step = size / 2; half < size; half *= 2, step /= 2) {
    for (let start = 0; start < size; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        // One name per line: taking numbers apart in pairs makes this loop several times slower.
        const i = start + k
        const j = i + half
        const wr = cos[k * step] as number
        const wi = sin[k * step] as number
        const ar = re[i] as number
        const ai = im[i] as number
        const tr = (re[j] as number) * wr - (im[j] as number) * wi
        const ti = (re[j] as number) * wi + (im[j] as number) * wr
        re[i] = ar + tr
        im[i] = ai + ti
        re[j] = ar - tr
        im[j] = ai - ti
      }
    }
  }
  if (direction === 'forward') return
  for (let i = 0; i < size; i++) {
    re[i] = (re[i] as number) / size
    im[i] = (im[i] as number) / size
  }
}

/** Element k = the k-th of `size` equal steps around the circle. */
function turns(size: number, sign: 1 | -1): { cos: Float64Array; sin: Float64Array } {
  const [cos, sin] = [new Float64Array(size / 2), new Float64Array(size / 2)]
  for (let k = 0; k < size / 2; k++) {
    const angle = (sign * 2 * Math.PI * k) / size
    cos[k] = Math.cos(angle)
    sin[k] = Math.sin(angle)
  }
  return { cos, sin }
}

function reverseBits(re: Float64Array, im: Float64Array): void {
  const size = re.length
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1
    for (; j & bit; bit >>= 1) j ^= bit
    j ^= bit
    if (i >= j) continue
    swap(re, i, j)
    swap(im, i, j)
  }
}

function swap(numbers: Float64Array, i: number, j: number): void {
  const kept = numbers[i] as number
  numbers[i] = numbers[j] as number
  numbers[j] = kept
}
