import { makeStyles, tokens } from '@fluentui/react-components';
import { useRef } from 'react';
import { evidenceStrings } from '../../text/evidence';
import { widthMax, widthMin } from './useEvidenceWidth';

const useStyles = makeStyles({
  handle: {
    position: 'absolute',
    insetBlock: 0,
    insetInlineStart: '-5px',
    width: '9px',
    zIndex: 5,
    cursor: 'col-resize',
    touchAction: 'none',
    outlineStyle: 'none',
    '::after': {
      content: '""',
      position: 'absolute',
      insetBlock: 0,
      insetInlineStart: '3px',
      width: '3px',
      backgroundColor: 'transparent',
    },
    ':hover::after': { backgroundColor: tokens.colorCompoundBrandStroke },
    ':focus-visible::after': { backgroundColor: tokens.colorStrokeFocus2 },
    ':active::after': { backgroundColor: tokens.colorCompoundBrandStroke },
  },
});

const stepPx = 24;

type ResizeHandleProps = { width: number; onWidth: (width: number) => void };

/** The edge of the source: dragged, or moved with the arrow keys, Home and End. */
export function ResizeHandle({ width, onWidth }: ResizeHandleProps) {
  const styles = useStyles();
  const from = useRef<{ x: number; width: number }>(undefined);
  const keys: Record<string, number> = {
    ArrowLeft: width + stepPx,
    ArrowRight: width - stepPx,
    Home: widthMax,
    End: widthMin,
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={evidenceStrings.resize}
      aria-valuenow={width}
      aria-valuemin={widthMin}
      aria-valuemax={widthMax}
      tabIndex={0}
      className={styles.handle}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        from.current = { x: event.clientX, width };
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        if (from.current) onWidth(from.current.width + from.current.x - event.clientX);
      }}
      onPointerUp={() => (from.current = undefined)}
      onPointerCancel={() => (from.current = undefined)}
      onKeyDown={(event) => {
        const to = keys[event.key];
        if (to === undefined) return;
        event.preventDefault();
        onWidth(to);
      }}
    />
  );
}
