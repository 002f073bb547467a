/** Rows as a table of the model cards; numbers are right-aligned. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = header.map((_, i) =>
    rows.every((row) => /^[\d.,\s%-]*$/.test(row[i] ?? "")) ? "--:" : "---",
  );
  return [line(header), line(rule), ...rows.map(line)].join("\n");
}
