// Small PDF files made by hand (ISO 32000-1), with a correct table of objects.

const letters = (text) => text.replaceAll(/([\\()])/g, '\\$1');

/** A page's drawing: lines of [size, text] from the top down. */
function drawing(lines) {
  let y = 780;
  const steps = lines.map(([size, text]) => {
    y -= Math.round(size * 1.8);
    return `BT /F1 ${size} Tf 60 ${y} Td (${letters(text)}) Tj ET`;
  });
  return steps.join('\n');
}

function assembled(objects, trailer) {
  let text = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';
  const offsets = [];
  for (const [i, body] of objects.entries()) {
    offsets.push(text.length);
    text += `${i + 1} 0 obj\n${body}\nendobj\n`;
  }
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const offset of offsets) text += `${String(offset).padStart(10, '0')} 00000 n \n`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/**
 * A PDF of pages, each a list of lines: a text in body size, or [size, text]. With `draws`, every page
 * has that drawing instead of text; with `trailer`, the trailer has that beside what it needs.
 */
export function pdf(pages, { draws, trailer = '' } = {}) {
  const kids = pages.map((_, i) => `${4 + 2 * i} 0 R`);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${kids.join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (const [i, lines] of pages.entries()) {
    const stream = draws ?? drawing(lines.map((one) => (Array.isArray(one) ? one : [11, one])));
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + 2 * i} 0 R ` +
        '/Resources << /Font << /F1 3 0 R >> >> >>',
      `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    );
  }
  return assembled(objects, trailer);
}

/** One that wants a password which nobody has. */
export function lockedPdf() {
  const key = 'ab'.repeat(32);
  return pdf([['This text is locked away.']], {
    trailer:
      `/ID [<${'01'.repeat(16)}> <${'01'.repeat(16)}>] ` +
      `/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <${key}> /U <${key}> >>`,
  });
}

/** One whose pages are drawn, as a scanner makes them: there is no text in it. */
export function scannedPdf() {
  return pdf([[], []], { draws: '0.5 g 60 60 400 600 re f' });
}
