/** A quantity to move along a line: by pointer, or with the arrow keys, Home and End. Told in per cent. */
import { Slider as AriaSlider, Label, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components'
import styles from './slider.module.css'

interface SliderProps {
  readonly label: string
  /** 1 = 100 %. */
  readonly value: number
  readonly least: number
  readonly most: number
  readonly step: number
  readonly isDisabled?: boolean
  readonly onChange: (value: number) => void
}

export function Slider({ label, value, least, most, step, isDisabled = false, onChange }: SliderProps) {
  return (
    <AriaSlider
      className={styles.slider ?? ''}
      value={value}
      minValue={least}
      maxValue={most}
      step={step}
      isDisabled={isDisabled}
      formatOptions={{ style: 'percent' }}
      onChange={onChange}
    >
      <Label className={styles.label ?? ''}>{label}</Label>
      <SliderOutput className={styles.output ?? ''} />
      <SliderTrack className={styles.track ?? ''}>
        <SliderThumb className={styles.thumb ?? ''} />
      </SliderTrack>
    </AriaSlider>
  )
}
