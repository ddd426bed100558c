/** The link to hand out, and how to come without our app. */
import { useTranslation } from 'react-i18next'
import type { Invitation } from '../../bridge/invitation.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/text-field.tsx'
import styles from './invite-dialog.module.css'

interface InviteDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly link: string
  readonly padUrl: string | null
  readonly invitation: Invitation
}

export function InviteDialog({ isOpen, onClose, link, padUrl, invitation }: InviteDialogProps) {
  const { t } = useTranslation()
  return (
    <Dialog title={t('invite.heading')} isOpen={isOpen} onClose={onClose}>
      <p>{t('invite.link-text')}</p>
      <TextField label={t('invite.link-label')} value={link} rows={3} isReadOnly onChange={() => {}} />
      <CopyButton look="primary" text={link} label={t('invite.copy')} />
      <section className={styles.part}>
        <h3>{t('invite.mumble-heading')}</h3>
        <p>{t('invite.mumble-text')}</p>
        <dl className={styles.facts}>
          <dt>{t('invite.mumble-address')}</dt>
          <dd>{invitation.host}</dd>
          <dt>{t('invite.mumble-port')}</dt>
          <dd>{invitation.port}</dd>
          {invitation.path.length === 0 ? null : (
            <>
              <dt>{t('invite.mumble-room')}</dt>
              <dd>{invitation.path.join(' › ')}</dd>
            </>
          )}
        </dl>
      </section>
      {padUrl === null ? null : (
        <section className={styles.part}>
          <h3>{t('invite.pad-heading')}</h3>
          <p>{t('invite.pad-text')}</p>
          <p className={styles.address}>{padUrl}</p>
          <CopyButton text={padUrl} label={t('invite.copy-pad')} />
        </section>
      )}
    </Dialog>
  )
}
