/** Relations of a query and a key in words, for text and for pictures. */
import type { Manifest } from "../atlas/files/manifest.ts";
import { labelWords } from "../color/modes/label.ts";
import { labelOf, offsetOf } from "../reasons/relations.ts";

export interface RelationWords {
  /** A role, or a row of a table: `two tokens before`. */
  readonly name: string;
  /** A key of this relation, as the subject of a sentence: `the token two before the query`. */
  readonly key: string;
}

const COUNTS = ["one", "two", "three", "four", "five", "six", "seven", "eight"];

/** @param manifest Of the head's tower. @param isWithin Whether keys are of the query's own sequence. */
export function relationWords(
  relation: string,
  { patches }: Pick<Manifest, "patches">,
  isWithin = true,
): RelationWords {
  const unit = patches === null ? "token" : "patch";
  const offset = offsetOf(relation);
  if (offset !== undefined) return offsetWords(offset, unit);
  const label = labelOf(relation);
  if (label !== undefined) {
    const quoted = `label “${labelWords(label)}”`;
    return { name: `same ${quoted}`, key: `a ${unit} with the same ${quoted}` };
  }
  return relation === "first"
    ? firstWords(patches, isWithin)
    : (words(unit)[relation] ?? { name: relation, key: relation });
}

function offsetWords(offset: number, unit: string): RelationWords {
  if (offset === 0) return { name: "itself", key: `the query's own ${unit}` };
  if (Math.abs(offset) === 1) {
    const name = `${offset < 0 ? "previous" : "next"} ${unit}`;
    return { name, key: `the ${name}` };
  }
  const count = COUNTS[Math.abs(offset) - 1] ?? String(Math.abs(offset));
  const side = offset < 0 ? "before" : "after";
  const plural = unit === "token" ? "tokens" : "patches";
  return { name: `${count} ${plural} ${side}`, key: `the ${unit} ${count} ${side} the query` };
}

function firstWords(patches: Manifest["patches"], isWithin: boolean): RelationWords {
  if (!isWithin) return { name: "first of the other sequence", key: "the first token of the other sequence" };
  if (patches === null) return { name: "first token", key: "the first token" };
  if (patches.nSpecial === 0) return { name: "first patch", key: "the first patch" };
  return { name: "before the patches", key: "the token before the patches" };
}

function words(unit: string): Readonly<Record<string, RelationWords>> {
  const plural = unit === "token" ? "tokens" : "patches";
  return {
    "same-token": { name: "same token", key: "another copy of the query's token" },
    "after-copy": { name: "after a copy", key: "a token that follows a copy of the query's token" },
    "same-row": { name: "same row", key: "a patch in the query's row" },
    "same-column": { name: "same column", key: "a patch in the query's column" },
    "same-object": { name: "same object", key: "a patch of the query's object" },
    objects: { name: "objects", key: "a patch of an object" },
    nearby: { name: "nearby", key: `a ${unit} nearby` },
    near: { name: "nearness", key: `a near ${unit}` },
    key: {
      name: unit === "token" ? "which token the key is" : "which place the key has",
      key: `certain ${plural}`,
    },
  };
}
