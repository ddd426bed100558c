/// <reference types="node" />
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { saveFailures } from '../../bridge/places.ts'
import { problemCodes } from '../../bridge/problems.ts'
import en from '../../renderer/i18n/en.json' with { type: 'json' }
import fr from '../../renderer/i18n/fr.json' with { type: 'json' }
import { createTranslator, regionalLocale, resolveLanguage } from '../../renderer/i18n/index.ts'
import { voiceProblemCodes } from '../../renderer/voice/voice-problems.ts'

interface Texts {
  readonly [key: string]: string | Texts
}

function flatten(texts: Texts, prefix = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
    ),
  )
}

const texts = { fr: flatten(fr), en: flatten(en) }
const bare = (key: string) => key.replace(/_(?:one|many|other)$/, '')
const keys = (language: 'fr' | 'en') => [...new Set([...texts[language].keys()].map(bare))].sort()
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

describe('the two languages', () => {
  it('have the same keys', () => {
    expect(keys('en')).toEqual(keys('fr'))
  })

  it('have the same placeholders', () => {
    for (const [key, text] of texts.en) {
      expect({ key, names: placeholders(texts.fr.get(key) ?? '') }).toEqual({
        key,
        names: placeholders(text),
      })
    }
  })

  it.each(['fr', 'en'] as const)('have every plural form in %s', language => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const counted = [...texts[language].keys()].filter(key => key.endsWith('_other')).map(bare)
    expect(counted.length).toBeGreaterThan(0)
    for (const key of counted) {
      for (const form of forms) expect(texts[language].has(`${key}_${form}`), `${key}_${form}`).toBe(true)
    }
  })

  it.each(['fr', 'en'] as const)('say in %s what happened and what to do, for every problem', language => {
    const wanted = [
      ...problemCodes.map(code => `problem.${code}`),
      ...voiceProblemCodes.map(code => `voice-problem.${code}`),
    ]
    for (const key of wanted) {
      for (const part of ['what', 'next']) {
        expect(texts[language].get(`${key}.${part}`), `${key}.${part}`).toMatch(/^\p{Lu}.*[.?!]$/u)
      }
    }
  })

  it.each(['fr', 'en'] as const)('say in %s why a file was not saved, for every reason', language => {
    const words = saveFailures.map(why => texts[language].get(`places.save-failure.${why}`))
    for (const each of words) expect(each).toMatch(/^\p{Ll}.*\P{P}$/u)
    expect(new Set(words).size).toBe(saveFailures.length)
  })

  it('have no key that nothing uses', () => {
    const folder = join(import.meta.dirname, '../../renderer')
    const sources = globSync('**/*.{ts,tsx}', { cwd: folder }).map(file =>
      readFileSync(join(folder, file), 'utf8'),
    )
    const used = sources.flatMap(source =>
      [...source.matchAll(/\bt\(\s*(['`])([^'`]+)\1/g)].map(found => found[2]),
    )
    const patterns = used.map(
      key => new RegExp(`^${key?.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '.+')}$`),
    )
    expect(keys('fr').filter(key => !patterns.some(pattern => pattern.test(key)))).toEqual([])
  })
})

describe('typography', () => {
  /** Keys whose text, without links and placeholders, breaks a rule. */
  const offenders = (language: 'fr' | 'en', rule: RegExp) =>
    [...texts[language]]
      .filter(([, text]) => rule.test(text.replace(/\S+:\/\/\S*/g, '').replace(/\{\{\w+\}\}/g, 'x')))
      .map(([key]) => key)

  it.each([
    ['a narrow no-break space before ; ! ?', /[^\u202f][;!?]/],
    ['a no-break space before a colon', /[^\u00a0]:/],
    ['no-break spaces inside quotation marks', /«[^\u00a0]|[^\u00a0]»/],
    ['a curved apostrophe, an ellipsis, no straight quotation marks', /'|\.\.\.|"/],
  ])('has in French %s', (_rule, broken) => {
    expect(offenders('fr', broken)).toEqual([])
  })

  it('has in English curved apostrophes, ellipses, and no space before a colon', () => {
    expect(offenders('en', /'|\.\.\.|"| [:;!?]/)).toEqual([])
  })
})

describe('the language to show', () => {
  it('is the chosen one', () => {
    expect(resolveLanguage('fr', 'en-GB')).toBe('fr')
  })
  it.each([
    ['fr-CA', 'fr'],
    ['fr_FR', 'fr'],
    ['FR', 'fr'],
    ['en-GB', 'en'],
    ['de-DE', 'en'],
    ['frr', 'en'],
    ['', 'en'],
  ])('is, for a computer in %s, %s', (system, shown) => {
    expect(resolveLanguage('system', system)).toBe(shown)
  })
})

it.each([
  ['fr', 'fr-CA', 'fr-CA'],
  ['en', 'en-GB', 'en-GB'],
  ['en', 'fr-FR', 'en'],
  ['fr', 'fr_FR', 'fr'],
  ['fr', 'fr-', 'fr'],
  ['en', 'C', 'en'],
])('dates in %s on a computer in %s are those of %s', (language, system, locale) => {
  expect(regionalLocale(language, system)).toBe(locale)
})

it('counts in each language', () => {
  expect(createTranslator('fr').t('meeting.people-count', { count: 0 })).toBe('0 personne')
  expect(createTranslator('fr').t('meeting.people-count', { count: 2 })).toBe('2 personnes')
  expect(createTranslator('en').t('meeting.people-count', { count: 0 })).toBe('0 people')
})
