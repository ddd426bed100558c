import { afterEach, expect, it, vi } from 'vitest'
import { addSystemPackage, ensureSystemPackages, MissingPackages } from './system-packages.ts'

afterEach(() => vi.unstubAllEnvs())

it('says in one line what is missing where there is no Debian to ask', async () => {
  vi.stubEnv('PATH', '/nowhere')
  const asked = ensureSystemPackages(['chatiere-no-such-program'], 'to test this')
  await expect(asked).rejects.toBeInstanceOf(MissingPackages)
  await expect(asked).rejects.toThrow(/^Install .*, needed to test this: chatiere-no-such-program$/)
})

it('asks nothing of a system that could not add what only saves time', async () => {
  vi.stubEnv('PATH', '/nowhere')
  const said = vi.spyOn(console, 'log')
  await addSystemPackage('chatiere-no-such-program', 'to test this')
  expect(said).not.toHaveBeenCalled()
  said.mockRestore()
})

it('is silent about a program that is there, wherever it came from', async () => {
  const said = vi.spyOn(console, 'log')
  await ensureSystemPackages(['env'], 'to test this')
  expect(said).not.toHaveBeenCalled()
  said.mockRestore()
})
