/** What an SVG defines once and uses by name: glyphs, outlines of points, gradients. */

export class SvgDefinitions {
  readonly #written = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  /** @param kind Names what is defined. @returns Its name in the file. */
  add(kind: string, write: (id: string) => string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const id = count === 1 ? kind : `${kind}-${count}`;
    this.#written.set(id, write(id));
    return id;
  }

  /** The same, once for each name. */
  once(id: string, write: (id: string) => string): string {
    if (!this.#written.has(id)) this.#written.set(id, write(id));
    return id;
  }

  toString(): string {
    if (this.#written.size === 0) return "";
    return `<defs>\n${[...this.#written.values()].join("\n")}\n</defs>\n`;
  }
}
