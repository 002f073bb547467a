/** Reads XML as an independent program does. */
import { XMLParser, type X2jOptions } from "fast-xml-parser";

/** @throws {Error} if the text is not well formed. */
export function parseXml(text: string, options: X2jOptions = {}): unknown {
  // The check is to move to a package of its own, and is marked as deprecated here; for tests, that of the parser does.
  const parser: { parse(text: string, isChecked: boolean): unknown } = new XMLParser(options);
  return parser.parse(text, true);
}
