/** A column: its title and, for numbers, alignment to the right. */
export interface Column {
  readonly title: string;
  readonly align?: 'right';
}

const gap = '  ';

/** Rows under titles, each column as wide as its widest cell; ends with a newline. Nothing is cut. */
export const table = (columns: readonly Column[], rows: readonly (readonly string[])[]): string => {
  const lines = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => width(line[column] ?? ''))));
  return lines
    .map((line) => {
      const cells = columns.map(({ align }, column) => {
        const cell = line[column] ?? '';
        const padding = ' '.repeat((widths[column] ?? 0) - width(cell));
        return align === 'right' ? padding + cell : cell + padding;
      });
      return `${cells.join(gap).trimEnd()}\n`;
    })
    .join('');
};

/** Code points, as near as text without a terminal's tables gets to columns. */
const width = (text: string): number => [...text].length;
