import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Etherpad, startEtherpad } from './etherpad.ts'

let etherpad: Etherpad
beforeAll(async () => {
  etherpad = await startEtherpad()
})
afterAll(() => etherpad?.stop())

it('shows a pad to whoever has its address, and lets it be framed', async () => {
  const answer = await fetch(etherpad.padUrl('réunion de 10h'))
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('editorcontainer')
  expect(answer.headers.get('x-frame-options')).toBeNull()
  expect(answer.headers.get('content-security-policy')).toBeNull()
})

it('keeps the text of a pad, and ends it with a line break', async () => {
  await etherpad.setPadText('courses', 'du pain\net des pêches')
  expect(await etherpad.padText('courses')).toBe('du pain\net des pêches\n')
  await etherpad.setPadText('courses', 'rien')
  expect(await etherpad.padText('courses')).toBe('rien\n')
})

it('has no text for a pad that nobody made', async () => {
  await expect(etherpad.padText('nowhere')).rejects.toThrow('padID does not exist')
})
