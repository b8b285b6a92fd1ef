import { makeStyles, tokens } from '@fluentui/react-components';
import type { PDFPageProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { extraTokens } from '../../design/theme';
import { isFileMissing, openPdf } from './pdf';
import { drawPage, quoteBoxes, type Box } from './pdfDrawing';

const useStyles = makeStyles({
  paper: {
    position: 'relative',
    width: 'fit-content',
    margin: '0 auto',
    boxShadow: tokens.shadow4,
    backgroundColor: '#ffffff',
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  canvas: { display: 'block' },
  marks: { position: 'absolute', inset: 0, pointerEvents: 'none', mixBlendMode: 'multiply' },
  mark: {
    position: 'absolute',
    margin: '-2px',
    padding: '2px',
    borderRadius: tokens.borderRadiusSmall,
    backgroundColor: extraTokens.passageHighlight,
    '@media (forced-colors: active)': {
      forcedColorAdjust: 'none',
      backgroundColor: 'transparent',
      outline: '2px solid #b56a00',
    },
  },
  edge: {
    position: 'absolute',
    width: '4px',
    borderRadius: '2px',
    backgroundColor: extraTokens.passageEdge,
    forcedColorAdjust: 'none',
  },
  text: {
    position: 'absolute',
    inset: 0,
    overflow: 'clip',
    lineHeight: 1,
    textAlign: 'initial',
    transformOrigin: '0 0',
    forcedColorAdjust: 'none',
    '--min-font-size': '1',
    '--text-scale-factor': 'calc(var(--total-scale-factor) * var(--min-font-size))',
    '--min-font-size-inv': 'calc(1 / var(--min-font-size))',
    '& span, & br': {
      position: 'absolute',
      color: 'transparent',
      whiteSpace: 'pre',
      cursor: 'text',
      transformOrigin: '0% 0%',
    },
    '& > :not(.markedContent), & .markedContent span:not(.markedContent)': {
      '--font-height': '0',
      '--scale-x': '1',
      '--rotate': '0deg',
      fontSize: 'calc(var(--text-scale-factor) * var(--font-height))',
      transform: 'rotate(var(--rotate)) scaleX(var(--scale-x)) scale(var(--min-font-size-inv))',
    },
    '& .markedContent': { display: 'contents' },
  },
});

export type PdfOutcome =
  | { kind: 'drawn'; pageCount: number; isLocated: boolean }
  | { kind: 'missing' }
  | { kind: 'failed' };

type PdfPageProps = {
  documentId: string;
  page: number;
  /** Empty: nothing to mark on this page. */
  quote: string;
  /** How wide there is room, in CSS pixels, and how many times that the page should be. */
  room: number;
  zoom: number;
  onOutcome: (outcome: PdfOutcome) => void;
};

/** A page of a PDF as it looks, with the quoted words marked. */
export function PdfPage({ documentId, page, quote, room, zoom, onOutcome }: PdfPageProps) {
  const styles = useStyles();
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const [boxes, setBoxes] = useState<Box[]>([]);
  const told = useRef(onOutcome);
  useEffect(() => {
    told.current = onOutcome;
  }, [onOutcome]);

  useEffect(() => {
    let isWanted = true;
    let stop: (() => void) | undefined;
    const show = async () => {
      const file = await openPdf(documentId);
      const opened = await file.getPage(Math.min(page, file.numPages));
      const [on, over] = [canvas.current, layer.current];
      if (!isWanted || !on || !over) return;
      const drawing = drawPage(opened, (room / widthOf(opened)) * zoom, on, over);
      stop = drawing.stop;
      const elements = await drawing.done;
      if (!isWanted) return;
      const found = quote === '' ? [] : quoteBoxes(elements, quote, over);
      setBoxes(found);
      told.current({ kind: 'drawn', pageCount: file.numPages, isLocated: found.length > 0 });
    };
    show().catch((cause: unknown) => {
      if (isWanted) told.current({ kind: isFileMissing(cause) ? 'missing' : 'failed' });
    });
    return () => {
      isWanted = false;
      stop?.();
      setBoxes([]);
    };
  }, [documentId, page, quote, room, zoom]);

  return (
    <div className={styles.paper}>
      <canvas ref={canvas} className={styles.canvas} aria-hidden />
      <div className={styles.marks} aria-hidden>
        {boxes.map((box, index) => (
          <div key={index} className={styles.mark} style={box} data-quoted />
        ))}
        {boxes.length > 0 && <div className={styles.edge} style={edgeOf(boxes)} />}
      </div>
      <div ref={layer} className={styles.text} />
    </div>
  );
}

const widthOf = (page: PDFPageProxy) => page.getViewport({ scale: 1 }).width;

/** A bar beside the quoted lines. */
function edgeOf(boxes: Box[]) {
  const top = Math.min(...boxes.map((box) => box.top));
  const bottom = Math.max(...boxes.map((box) => box.top + box.height));
  const left = Math.min(...boxes.map((box) => box.left));
  return { left: Math.max(2, left - 14), top, height: bottom - top };
}
