import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { randomLetters, safeChannelName, safeUserName, slug } from '../../engine/names.ts'

describe('names', () => {
  test.each([
    ['Marie Dupont', 'Marie_Dupont'],
    ['  Jean-Noël  ', 'Jean-Noël'],
    ['Zoé 🌻', 'Zoé_'],
    ['名前', '名前'],
  ])('user name %j becomes %j', (typed, safe) => {
    expect(safeUserName(typed)).toBe(safe)
  })

  test('a user name is never empty and holds only what servers take', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), typed => {
        expect(safeUserName(typed)).toMatch(/^[\p{L}\p{N}_\-=.@|()[\]{}]{1,60}$/u)
      }),
    )
  })

  test("a channel name keeps to Mumble's default rule", () => {
    expect(safeChannelName("Réunion de l'équipe : mardi !")).toBe('Réunion de l équipe mardi')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), typed => {
        expect(safeChannelName(typed)).toMatch(/^[\p{L}\p{N} \-=_#[\]{}()@|]{0,80}$/u)
      }),
    )
  })

  test('slugs are plain', () => {
    expect(slug('Compte rendu — Été 2026 !')).toBe('compte-rendu-ete-2026')
    fc.assert(
      fc.property(fc.string(), text => {
        expect(slug(text)).toMatch(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)?$/)
      }),
    )
  })

  test('random letters are as many as asked, and not twice the same', () => {
    expect(randomLetters(10)).toMatch(/^[a-z2-9]{10}$/)
    expect(new Set(Array.from({ length: 200 }, () => randomLetters(10))).size).toBe(200)
  })
})
