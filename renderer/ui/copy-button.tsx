/** Copies a text, and says whether it did. */
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { announce } from './live.tsx'

interface CopyButtonProps {
  readonly text: string
  /** What the button says before it was pressed. */
  readonly label: string
  readonly look?: 'primary' | 'plain' | 'quiet'
  readonly className?: string | undefined
}

/** How long the button says that it copied, in ms. */
const SAYS_SO = 2500

export function CopyButton({ text, label, look = 'plain', className }: CopyButtonProps) {
  const { t } = useTranslation()
  const [result, setResult] = useState<'copied' | 'failed' | null>(null)
  useEffect(() => {
    if (result === null) return
    const timer = window.setTimeout(() => setResult(null), SAYS_SO)
    return () => window.clearTimeout(timer)
  }, [result])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setResult('copied')
      announce(t('common.copied'))
    } catch {
      // The system refused: the text stays in sight, to be copied by hand.
      setResult('failed')
      announce(t('common.copy-failed'))
    }
  }
  return (
    <Button look={look} className={className} onPress={() => void copy()}>
      {result === 'copied' ? <Check aria-hidden /> : <Copy aria-hidden />}
      {result === 'copied' ? t('common.copied') : result === 'failed' ? t('common.copy-failed') : label}
    </Button>
  )
}
