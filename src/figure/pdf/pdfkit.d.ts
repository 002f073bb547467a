/** What figures use of pdfkit beyond the types that there are. */
declare module "pdfkit/standard-fonts/Helvetica" {
  export interface StandardFont {
    /** E.g. `Helvetica-Bold`. */
    readonly name: string;
    /** Of 1000 units. */
    readonly ascender: number;
    readonly descender: number;
    readonly glyphWidths: readonly number[];
  }
  const font: StandardFont;
  export default font;
}
declare module "pdfkit/standard-fonts/*" {
  import type { StandardFont } from "pdfkit/standard-fonts/Helvetica";
  const font: StandardFont;
  export default font;
}
