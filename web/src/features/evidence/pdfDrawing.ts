import { TextLayer, type PDFPageProxy, type RenderTask } from 'pdfjs-dist';
import { locateQuote } from './quoteMatch';

export type Box = { left: number; top: number; width: number; height: number };
type Drawing = { done: Promise<HTMLElement[]>; stop: () => void };

const pixelRatioMax = 3;
const pixelsMax = 16_777_216; // beyond that, phones draw nothing

/** Draws a page at `scale` into `canvas` and lays its text over it, in `layer`. */
export function drawPage(
  page: PDFPageProxy,
  scale: number,
  canvas: HTMLCanvasElement,
  layer: HTMLElement,
): Drawing {
  const viewport = page.getViewport({ scale });
  const area = viewport.width * viewport.height;
  const ratio = Math.min(window.devicePixelRatio || 1, pixelRatioMax, Math.sqrt(pixelsMax / area));
  canvas.width = Math.floor(viewport.width * ratio);
  canvas.height = Math.floor(viewport.height * ratio);
  canvas.style.width = `${viewport.width}px`;
  canvas.style.height = `${viewport.height}px`;
  layer.replaceChildren();
  layer.style.setProperty('--total-scale-factor', String(scale));
  const painting: RenderTask = page.render({
    canvas,
    viewport,
    transform: ratio === 1 ? undefined : [ratio, 0, 0, ratio, 0, 0],
  } as Parameters<PDFPageProxy['render']>[0]);
  const text = new TextLayer({
    textContentSource: page.streamTextContent(),
    container: layer,
    viewport,
  });
  const done = Promise.all([painting.promise, text.render()]).then(() => text.textDivs);
  return {
    done,
    stop: () => {
      painting.cancel();
      text.cancel();
    },
  };
}

type Piece = { node: Text; start: number };

function piecesOf(elements: HTMLElement[]): { text: string; pieces: Piece[] } {
  let text = '';
  const pieces: Piece[] = [];
  for (const element of elements) {
    const node = element.firstChild;
    if (!(node instanceof Text)) continue;
    pieces.push({ node, start: text.length });
    // A line ends where a piece ends: words do not grow together.
    text += `${node.data}\n`;
  }
  return { text, pieces };
}

function boxesOf(pieces: Piece[], from: number, to: number, origin: DOMRect): Box[] {
  const boxes: Box[] = [];
  for (const { node, start } of pieces) {
    const first = Math.max(from - start, 0);
    const last = Math.min(to - start, node.data.length);
    if (first >= last) continue;
    const range = document.createRange();
    range.setStart(node, first);
    range.setEnd(node, last);
    for (const rect of range.getClientRects()) {
      boxes.push({
        left: rect.left - origin.left,
        top: rect.top - origin.top,
        width: rect.width,
        height: rect.height,
      });
    }
  }
  return boxes;
}

/** Where the quoted words are on the drawn page, in CSS pixels of `layer`; empty when unknown. */
export function quoteBoxes(elements: HTMLElement[], quote: string, layer: HTMLElement): Box[] {
  const { text, pieces } = piecesOf(elements);
  const origin = layer.getBoundingClientRect();
  return locateQuote(text, quote).flatMap(({ start, end }) => boxesOf(pieces, start, end, origin));
}
