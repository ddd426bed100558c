/** What is printed on a key of this keyboard, for a place on it (KeyboardEvent.code). */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** Chromium's map from places to letters; other browsers have none. */
interface KeyboardNavigator {
  readonly keyboard?: { getLayoutMap(): Promise<ReadonlyMap<string, string>> }
}

/** Keys whose name is a word of the language; the rest is what is printed on them. */
const named = [
  'Space',
  'ControlLeft',
  'ControlRight',
  'ShiftLeft',
  'ShiftRight',
  'AltLeft',
  'AltRight',
  'CapsLock',
  'Pause',
  'ScrollLock',
  'Insert',
  'Backspace',
] as const

export function useKeyName(code: string): string {
  const { t } = useTranslation()
  const [printed, setPrinted] = useState<ReadonlyMap<string, string> | null>(null)
  useEffect(() => {
    let here = true
    const { keyboard } = navigator as KeyboardNavigator
    keyboard?.getLayoutMap().then(
      map => {
        if (here) setPrinted(map)
      },
      // A frame may be denied it: then the American name has to do.
      () => undefined,
    )
    return () => {
      here = false
    }
  }, [])
  const word = named.find(each => each === code)
  if (word !== undefined) return t(`key.${word}`)
  return (printed?.get(code) ?? code.replace(/^(Key|Digit)/, '')).toUpperCase()
}
