type Cell = { column: string; value: string };
/** A row of a table; a column without a cell is empty in it. */
export type TableRow = { cells: Cell[]; isMarked: boolean };
export type TableBlock = { columns: string[]; rows: TableRow[] };

const columnMax = 120;

/** "Header: value; Header: value" as cells; undefined when the line is nothing of the kind. */
export function cellsOf(line: string): Cell[] | undefined {
  const cells: Cell[] = [];
  for (const piece of line.split('; ')) {
    const colon = piece.indexOf(': ');
    const column = piece.slice(0, colon);
    const last = cells.at(-1);
    const isName = colon > 0 && colon <= columnMax;
    // A second pair of the same name is part of a value.
    const isCell = isName && cells.every((cell) => cell.column !== column);
    if (isCell) cells.push({ column, value: piece.slice(colon + 2) });
    // A semicolon inside of a value.
    else if (last) last.value += `; ${piece}`;
    else return undefined;
  }
  return cells.length > 0 ? cells : undefined;
}

/** Puts the columns of one more row where they belong; undefined when it is another table. */
function merged(columns: readonly string[], cells: Cell[]): string[] | undefined {
  const shared = cells.filter((cell) => columns.includes(cell.column)).length;
  if (columns.length > 0 && shared === 0) return undefined;
  const result = [...columns];
  let at = 0;
  for (const { column } of cells) {
    const place = result.indexOf(column);
    if (place >= 0) at = place + 1;
    else result.splice(at++, 0, column);
  }
  return result;
}

/** Lines one after the other as one table; undefined unless every line is a row of it. */
export function tableOf(lines: { text: string; isMarked: boolean }[]): TableBlock | undefined {
  const first = lines[0] && cellsOf(lines[0].text);
  // One pair alone is a sentence with a colon until a second line says otherwise.
  if (!first || (first.length < 2 && lines.length < 2)) return undefined;
  let table: TableBlock | undefined = { columns: [], rows: [] };
  for (const { text, isMarked } of lines) {
    const cells = cellsOf(text);
    table = cells && joined(table, [{ cells, isMarked }]);
    if (!table) return undefined;
  }
  return table;
}

/** The table with more rows; undefined when they are of another table. */
export function joined(table: TableBlock, more: TableRow[]): TableBlock | undefined {
  let columns = table.columns;
  for (const { cells } of more) {
    const next = merged(columns, cells);
    if (!next) return undefined;
    columns = next;
  }
  return { columns, rows: [...table.rows, ...more] };
}
