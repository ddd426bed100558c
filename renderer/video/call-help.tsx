/** The keys of a call, the switch for those that are letters (WCAG 2.1.4), and which windows stay in sight. */
import { Keyboard } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useApp } from '../app-context.tsx'
import { useStore } from '../engine-link/store.ts'
import styles from '../meeting/help-dialog.module.css'
import { Dialog } from '../ui/dialog.tsx'
import { Switch } from '../ui/switch.tsx'

export function CallHelp({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation()
  const { shell, settings } = useApp()
  const { letterShortcuts, callOnTop, callPictureInPicture } = useStore(settings.current)
  return (
    <Dialog title={t('call.help')} isOpen={isOpen} onClose={onClose}>
      <dl className={styles.keys}>
        <Key name="M">{t('call.key-mute')}</Key>
        <Key name="V">{t('call.key-camera')}</Key>
        <Key name="D">{t('call.key-screen')}</Key>
        <Key name="R">{t('call.key-hand')}</Key>
        <Key name="W">{t('call.key-tiles')}</Key>
        <Key name={`${t('help.key-shift')} + H`}>{t('call.hang-up')}</Key>
        <Key name="F6">
          {shell.nativeViews === null ? t('help.switch-panes-frame') : t('help.switch-panes')}
        </Key>
      </dl>
      <Switch
        label={t('call.letters')}
        help={t('help.letters-help')}
        isSelected={letterShortcuts}
        onChange={on => settings.change({ letterShortcuts: on })}
      />
      <Switch
        label={t('call.picture-in-picture')}
        help={t('call.picture-in-picture-help')}
        isSelected={callPictureInPicture}
        onChange={on => settings.change({ callPictureInPicture: on })}
      />
      {shell.keepOnTop === null ? null : (
        <Switch
          label={t('call.on-top')}
          help={t('call.on-top-help')}
          isSelected={callOnTop}
          onChange={on => settings.change({ callOnTop: on })}
        />
      )}
    </Dialog>
  )
}

function Key({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <>
      <dt>
        <Keyboard>{name}</Keyboard>
      </dt>
      <dd>{children}</dd>
    </>
  )
}
