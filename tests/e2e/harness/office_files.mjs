// Small Word, PowerPoint and Excel files as the real programs lay them out (ECMA-376).
import { zip } from './zip.mjs';

const xml = (text) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`;
const escaped = (text) =>
  String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const packages = 'http://schemas.openxmlformats.org/package/2006';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = (kind) => `http://schemas.openxmlformats.org/${kind}/2006/main`;

function relations(list) {
  const items = list.map(
    ([type, target], i) =>
      `<Relationship Id="rId${i + 1}" Type="${office}/${type}" Target="${target}"/>`,
  );
  return xml(
    `<Relationships xmlns="${packages}/relationships">${items.join('')}</Relationships>`,
  );
}

function contentTypes(overrides) {
  const items = Object.entries(overrides).map(
    ([part, type]) =>
      `<Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}+xml"/>`,
  );
  return xml(
    `<Types xmlns="${packages}/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      `<Default Extension="xml" ContentType="application/xml"/>${items.join('')}</Types>`,
  );
}

const style = (id, name) =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`;
const styles = xml(
  `<w:styles xmlns:w="${main('wordprocessingml')}">${style('Title', 'Title')}` +
    `${style('Heading1', 'heading 1')}${style('Heading2', 'heading 2')}</w:styles>`,
);

/** A run of text; `hidden`, `deleted` and `inserted` are what Word calls them. */
export function run(text, kind) {
  const t = kind === 'deleted' ? 'delText' : 't';
  const properties = kind === 'hidden' ? '<w:rPr><w:vanish/></w:rPr>' : '';
  const inner = `<w:r>${properties}<w:${t} xml:space="preserve">${escaped(text)}</w:${t}></w:r>`;
  if (kind === 'deleted') return `<w:del w:id="1" w:author="A">${inner}</w:del>`;
  if (kind === 'inserted') return `<w:ins w:id="2" w:author="A">${inner}</w:ins>`;
  return inner;
}

const paragraph = (runs, name) =>
  `<w:p>${name ? `<w:pPr><w:pStyle w:val="${name}"/></w:pPr>` : ''}${runs}</w:p>`;

function table(rows) {
  const lines = rows.map(
    (cells) =>
      `<w:tr>${cells.map((text) => `<w:tc>${paragraph(run(text))}</w:tc>`).join('')}</w:tr>`,
  );
  return `<w:tbl>${lines.join('')}</w:tbl>`;
}

/** The inside of a .docx: [['Title' | 'Heading1' | 'Heading2' | '', text or runs] or {rows}]. */
export function documentXml(blocks) {
  const parts = blocks.map((block) => {
    if (block.rows) return table(block.rows);
    const [name, text] = block;
    return paragraph(text.startsWith('<w:') ? text : run(text), name);
  });
  return xml(
    `<w:document xmlns:w="${main('wordprocessingml')}"><w:body>${parts.join('')}<w:sectPr/></w:body></w:document>`,
  );
}

/** The parts of a .docx as {path: text}, to be changed before they are zipped. */
export function docxParts(blocks, more = {}) {
  return {
    '[Content_Types].xml': contentTypes({
      'word/document.xml': 'wordprocessingml.document.main',
      'word/styles.xml': 'wordprocessingml.styles',
    }),
    '_rels/.rels': relations([['officeDocument', 'word/document.xml']]),
    'word/document.xml': documentXml(blocks),
    'word/_rels/document.xml.rels': relations([
      ['styles', 'styles.xml'],
      ['comments', 'comments.xml'],
    ]),
    'word/styles.xml': styles,
    'word/comments.xml': xml(
      `<w:comments xmlns:w="${main('wordprocessingml')}"><w:comment w:id="1" w:author="A">` +
        `${paragraph(run('A comment about vermilion.'))}</w:comment></w:comments>`,
    ),
    ...more,
  };
}

export function docx(blocks) {
  return zip(docxParts(blocks));
}

const column = (i) => String.fromCharCode(65 + i);

function sheetXml(rows) {
  const lines = rows.map((cells, y) => {
    const items = cells.map((value, x) => {
      const at = `${column(x)}${y + 1}`;
      if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`;
      return `<c r="${at}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
    });
    return `<row r="${y + 1}">${items.join('')}</row>`;
  });
  return xml(
    `<worksheet xmlns="${main('spreadsheetml')}"><sheetData>${lines.join('')}</sheetData></worksheet>`,
  );
}

/** A workbook of [{name, rows: [[…]], state?: 'hidden' | 'veryHidden'}]. */
export function xlsxParts(sheets) {
  const list = sheets.map(
    ({ name, state }, i) =>
      `<sheet name="${escaped(name)}" sheetId="${i + 1}" ${state ? `state="${state}" ` : ''}r:id="rId${i + 1}"/>`,
  );
  const parts = {
    '[Content_Types].xml': contentTypes({ 'xl/workbook.xml': 'spreadsheetml.sheet.main' }),
    '_rels/.rels': relations([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': xml(
      `<workbook xmlns="${main('spreadsheetml')}" xmlns:r="${office}"><sheets>${list.join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': relations(
      sheets.map((_, i) => ['worksheet', `worksheets/sheet${i + 1}.xml`]),
    ),
  };
  for (const [i, { rows }] of sheets.entries())
    parts[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(rows);
  return parts;
}

export function xlsx(sheets) {
  return zip(xlsxParts(sheets));
}

function shape(text, kind) {
  const lines = text.split('\n').map((line) => `<a:p><a:r><a:t>${escaped(line)}</a:t></a:r></a:p>`);
  const place = kind ? `<p:ph type="${kind}"/>` : '<p:ph idx="1"/>';
  return (
    `<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr>${place}</p:nvPr></p:nvSpPr><p:spPr/>` +
    `<p:txBody><a:bodyPr/>${lines.join('')}</p:txBody></p:sp>`
  );
}

/** A presentation of [{title, text, isHidden?}]. */
export function pptx(slides) {
  const spaces = `xmlns:p="${main('presentationml')}" xmlns:a="${main('drawingml')}" xmlns:r="${office}"`;
  const parts = {
    '[Content_Types].xml': contentTypes({
      'ppt/presentation.xml': 'presentationml.presentation.main',
    }),
    '_rels/.rels': relations([['officeDocument', 'ppt/presentation.xml']]),
    'ppt/presentation.xml': xml(
      `<p:presentation ${spaces}><p:sldIdLst>${slides
        .map((_, i) => `<p:sldId id="${256 + i}" r:id="rId${i + 1}"/>`)
        .join('')}</p:sldIdLst></p:presentation>`,
    ),
    'ppt/_rels/presentation.xml.rels': relations(
      slides.map((_, i) => ['slide', `slides/slide${i + 1}.xml`]),
    ),
  };
  for (const [i, { title, text, isHidden }] of slides.entries()) {
    parts[`ppt/slides/slide${i + 1}.xml`] = xml(
      `<p:sld ${spaces}${isHidden ? ' show="0"' : ''}><p:cSld><p:spTree>${shape(title, 'title')}${shape(text)}</p:spTree></p:cSld></p:sld>`,
    );
  }
  return zip(parts);
}
