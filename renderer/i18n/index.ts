/** The page's languages. Keys are typed: a key that does not exist does not compile. */
import i18next, { type i18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import en from './en.json' with { type: 'json' }
import fr from './fr.json' with { type: 'json' }

export const languages = ['fr', 'en'] as const
export type Language = (typeof languages)[number]

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof fr }
  }
}

/** The language to show, from what the person chose and what the computer speaks (a BCP 47 tag). */
export function resolveLanguage(chosen: Language | 'system', systemLanguage: string): Language {
  if (chosen !== 'system') return chosen
  const primary = systemLanguage.toLowerCase().split(/[-_]/)[0]
  return languages.find(language => language === primary) ?? 'en'
}

/**
 * The locale for dates and country names: the computer's own region where it speaks the shown language
 * (fr-CA, en-GB), else the language alone.
 */
export function regionalLocale(language: string, systemLanguage: string): string {
  const primary = systemLanguage.toLowerCase().split('-')[0]
  return primary === language && isTag(systemLanguage) ? systemLanguage : language
}

/** Systems tell their language in other ways than BCP 47 as well (fr_FR, C): Intl would throw. */
function isTag(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1
  } catch {
    return false
  }
}

/** Makes the translator; all texts are in the bundle, so it is ready at once. */
export function createTranslator(language: Language): i18n {
  const translator = i18next.createInstance()
  void translator.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { fr: { translation: fr }, en: { translation: en } },
    initAsync: false,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  })
  return translator
}
