/** Who takes us: a weighted draw, then the first in the drawn order that answers. */

export interface Weighted {
  readonly weight: number
}

/**
 * All of them in a random order in which each place is drawn by weight among those left. Weight 0 is
 * never drawn. (Efraimidis and Spirakis 2006: sorting by -ln(u)/w draws without replacement.)
 * @param random uniform in [0, 1)
 */
export function drawOrder<T extends Weighted>(candidates: readonly T[], random: () => number): T[] {
  return candidates
    .filter(candidate => candidate.weight > 0)
    .map(candidate => ({ candidate, key: -Math.log(1 - random()) / candidate.weight }))
    .sort((a, b) => a.key - b.key)
    .map(({ candidate }) => candidate)
}

/** A host with time to answer in; a good one does so well within. */
const NEXT_AFTER_MS = 150
const MOST_ASKED = 6

/**
 * The first whose probe gives something. They are asked in order, the next one only when those before
 * have not answered within 150 ms or have all failed. Null when none of the first six answers.
 */
export async function firstAnswering<T, A>(
  ordered: readonly T[],
  probe: (candidate: T) => Promise<A | null>,
): Promise<{ candidate: T; answer: A } | null> {
  const asked: { candidate: T; answer: Promise<A | null> }[] = []
  for (const candidate of ordered.slice(0, MOST_ASKED)) {
    asked.push({ candidate, answer: probe(candidate) })
    const patience = new Promise<null>(resolve => setTimeout(resolve, NEXT_AFTER_MS, null))
    const found = await Promise.race([firstGood(asked), patience])
    if (found !== null) return found
  }
  return firstGood(asked)
}

/** The first to answer well, whoever that is; null when all have failed. */
function firstGood<T, A>(
  asked: readonly { candidate: T; answer: Promise<A | null> }[],
): Promise<{ candidate: T; answer: A } | null> {
  return Promise.any(
    asked.map(async ({ candidate, answer }) => {
      const given = await answer
      if (given === null) throw new Error('no answer')
      return { candidate, answer: given }
    }),
  ).catch(() => null)
}
