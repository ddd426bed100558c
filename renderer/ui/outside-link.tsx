/** Something of a host that opens in the person's own browser. */
import { ExternalLink } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { Button } from './button.tsx'
import styles from './outside-link.module.css'

export function OutsideLink({ url, label }: { readonly url: string; readonly label: string }) {
  const { t } = useTranslation()
  const { shell } = useApp()
  return (
    <Button
      look="quiet"
      className={styles.link}
      aria-label={t('host.opens', { label })}
      onPress={() => void shell.openExternal(url)}
    >
      {label}
      <ExternalLink aria-hidden />
    </Button>
  )
}
