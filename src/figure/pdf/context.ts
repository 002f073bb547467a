import type * as pdfkit from "pdfkit";
import type { Setter } from "../fonts/setter.ts";

/** What is known while shapes are drawn. */
export interface PdfContext {
  readonly document: InstanceType<typeof pdfkit.default>;
  readonly setter: Setter;
}
