import type { Setter } from "../fonts/setter.ts";
import type { SvgDefinitions } from "./definitions.ts";

/** What is known while shapes are written. */
export interface SvgContext {
  readonly setter: Setter;
  readonly definitions: SvgDefinitions;
}
