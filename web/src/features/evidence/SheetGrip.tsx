import { makeStyles, tokens } from '@fluentui/react-components';
import { useRef } from 'react';
import { evidenceStrings } from '../../text/evidence';
import type { SheetStops } from './useSheetStops';

const useStyles = makeStyles({
  grip: {
    display: 'block',
    flexShrink: 0,
    width: '100%',
    height: '28px',
    padding: 0,
    border: 'none',
    backgroundColor: tokens.colorNeutralBackground1,
    touchAction: 'none',
    cursor: 'grab',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-3px' },
    '::after': {
      content: '""',
      display: 'block',
      width: '36px',
      height: '4px',
      margin: '0 auto',
      borderRadius: '2px',
      backgroundColor: tokens.colorNeutralStroke1Hover,
      '@media (forced-colors: active)': { backgroundColor: 'ButtonText' },
    },
  },
});

const tapPx = 4;

/** The upper edge of the sheet: dragged, or pressed to change between its two stops. */
export function SheetGrip({ stops }: { stops: SheetStops }) {
  const styles = useStyles();
  const wasDragged = useRef(false);
  const startY = useRef(0);
  return (
    <button
      type="button"
      className={styles.grip}
      aria-label={stops.isFull ? evidenceStrings.smaller : evidenceStrings.larger}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        wasDragged.current = false;
        startY.current = event.clientY;
        stops.onDown(event.clientY, event.timeStamp);
      }}
      onPointerMove={(event) => {
        if (Math.abs(event.clientY - startY.current) > tapPx) wasDragged.current = true;
        if (wasDragged.current) stops.onMove(event.clientY, event.timeStamp);
      }}
      onPointerUp={stops.onUp}
      onPointerCancel={stops.onUp}
      onClick={() => {
        if (!wasDragged.current) stops.toggle();
        wasDragged.current = false;
      }}
    />
  );
}
