/** Turns what a file of `content/claims` says into claims: what the file says of all of them holds for each. Pure. */
import type { Claim, ClaimFile, Condition, Subject } from "./claim.ts";
import type { WrittenClaims, WrittenCondition } from "./claims.schema.ts";

type Written = WrittenClaims["claims"][number];

/** @param name Of the file, without its ending. */
export function claimFileOf(name: string, written: WrittenClaims, isBrought: boolean): ClaimFile {
  return {
    name,
    title: written.title ?? name,
    ...(written.about === undefined ? {} : { about: written.about }),
    claims: written.claims.map((claim) => claimOf(name, written, claim)),
    isBrought,
  };
}

function claimOf(name: string, file: WrittenClaims, written: Written): Claim {
  const { says, highest, lowest, need, note } = written;
  const source = written.source ?? file.source;
  const extreme = highest
    ? { highest: highest.n, of: highest.of, among: highest.among ?? "all" }
    : lowest && { lowest: lowest.n, of: lowest.of, among: lowest.among ?? "all" };
  return {
    id: `${name}/${written.id}`,
    says,
    about: subjectOf(file, written),
    heads: extreme ?? written.heads ?? "all",
    need:
      need?.heads !== undefined
        ? { heads: need.heads }
        : need?.share !== undefined
          ? { share: need.share }
          : "every",
    check: conditionOf(written.check),
    ...(source === undefined ? {} : { source }),
    ...(note === undefined ? {} : { note }),
  };
}

/** A claim that names its model or its weights does not take those of the file. */
function subjectOf(file: WrittenClaims, claim: Written): Subject {
  const { model, weights } = claim.model === undefined && claim.weights === undefined ? file : claim;
  const dataset = claim.dataset ?? file.dataset;
  return {
    ...(model === undefined ? {} : { model }),
    ...(weights === undefined ? {} : { weights: weights.map((name) => name.toLowerCase()) }),
    ...(dataset === undefined ? {} : { dataset }),
  };
}

/** The schema has seen to it that one quantity is named. */
function conditionOf(written: WrittenCondition): Condition {
  const {
    measure,
    take = "each",
    correlation,
    composition,
    from = "",
    opensIn,
    unmeasured,
    all,
    ...bounds
  } = written;
  if (all !== undefined) return { kind: "all", parts: all.map(conditionOf) };
  if (unmeasured !== undefined) return { kind: "unmeasured", why: unmeasured };
  if (opensIn !== undefined) return { kind: "opening", color: opensIn };
  if (correlation !== undefined) return { kind: "correlation", ...correlation, ...bounds };
  if (composition !== undefined) return { kind: "composition", composition, from, ...bounds };
  return { kind: "measure", measure: measure ?? "", take, ...bounds };
}
