/** What a contestant's process was started with: its parent's own object, as JSON. */
export function given<Given extends object>(): Given {
  return JSON.parse(process.argv[2] ?? '');
}

/** Prints the only line a contestant prints. */
export function report<Report extends object>(measured: Report): void {
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}
