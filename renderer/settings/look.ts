/** Language and colours, on the document itself. */
import type { i18n } from 'i18next'
import type { Settings } from '../../bridge/settings.ts'
import { resolveLanguage } from '../i18n/index.ts'

/** Puts the theme on <html>; without the attribute, the computer's own choice holds (ui/tokens.css). */
export function applyTheme(theme: Settings['theme']): void {
  const root = document.documentElement
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
}

/** Switches the page's language, and tells screen readers which one to speak. */
export function applyLanguage(
  translator: i18n,
  language: Settings['language'],
  systemLanguage: string,
): void {
  const resolved = resolveLanguage(language, systemLanguage)
  document.documentElement.lang = resolved
  if (translator.language !== resolved) void translator.changeLanguage(resolved)
}
