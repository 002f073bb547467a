/** What the tests need of an independent reader of citations. */
declare module "@citation-js/core" {
  export class Cite {
    constructor(input: string | undefined, options?: { readonly forceType: string });
    /** The items in CSL-JSON. */
    readonly data: readonly Record<string, unknown>[];
  }
}
declare module "@citation-js/plugin-bibtex";
declare module "@citation-js/plugin-csl";
declare module "@citation-js/plugin-ris";
