/** The address of something new at a service, by its software. */
import { pageUrl } from '../../bridge/invitation.ts'
import { ProblemError } from '../../bridge/problems.ts'
import { randomLetters, slug } from '../names.ts'
import type { Service } from './directory.ts'

/** Long enough that nobody finds a pad or a call by guessing: 10 letters of 5 bits. */
const SECRET_LETTERS = 10

/** Etherpad's names end at 50 characters; base addresses end with the folder that pads live in. */
export function newAddress(service: Service, title: string): string {
  const readable = slug(title)
  const name = `${readable === '' ? '' : `${readable}-`}${randomLetters(SECRET_LETTERS)}`
  const base = service.url.endsWith('/') ? service.url : `${service.url}/`
  const url = pageUrl(`${base}${name}`)
  if (url === null) throw new ProblemError('page-refused', { url: service.url })
  return url
}
