/** The heads of an atlas without maps in Croissant: where a program finds the numbers of each in its manifest. Pure. */
import { atlasFiles } from "../../atlas/address.ts";
import type { PatternsManifest } from "../../atlas/patterns/patterns.ts";

/** A record per head: its layer, its number in the layer, and what the tree says of it. */
export function patternRecords({ numbers }: PatternsManifest): Record<string, unknown> {
  const field = (id: string, name: string, path: string, dataType: string, description: string) => ({
    "@type": "cr:Field",
    "@id": `heads/${id}`,
    name,
    description,
    dataType,
    source: { fileObject: { "@id": atlasFiles.manifest }, extract: { jsonPath: `$.heads[*].${path}` } },
  });
  return {
    "@type": "cr:RecordSet",
    "@id": "heads",
    name: "heads",
    description: "All heads with their numbers.",
    key: [{ "@id": "heads/layer" }, { "@id": "heads/head" }],
    field: [
      field("layer", "layer", "layer", "sc:Integer", "Layer of the head, from 0."),
      field("head", "head", "head", "sc:Integer", "Number of the head in its layer, from 0."),
      // The tree names its numbers as it likes, so a name is no part of an address.
      ...numbers.map(({ name, meaning }, i) =>
        field(
          `value-${i}`,
          name,
          `values[${i}]`,
          "sc:Float",
          meaning === "" ? "The tree does not say what this number is." : meaning,
        ),
      ),
    ],
  };
}
