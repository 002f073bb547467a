/** Roles of a head that are no place and no copy, in sentences: what is nearby, and what has the same label. */
import type { Manifest } from "../../atlas/files/manifest.ts";
import { labelWords } from "../../color/modes/label.ts";
import { labelOf, NEARBY } from "../../reasons/relations.ts";
import { rolesOf, type Role } from "../../roles/roles-of.ts";
import { chancePercent, percentOf, type Scores } from "./head-shares.ts";

/** @returns One for each of these roles, in the order of their shares. */
export function roleSentences(manifest: Manifest, scores: Scores): string[] {
  const mixture = rolesOf(manifest, scores);
  return (mixture?.roles ?? []).flatMap((role) => {
    const label = labelOf(role.relation);
    if (label !== undefined) return [ofLabel(manifest, role, labelWords(label), isFurther(role, scores))];
    return role.relation === "nearby" ? [ofNearby(manifest, role, isFurther(role, scores))] : [];
  });
}

/** Whether other roles have taken keys before it. */
function isFurther({ relation }: Role, { reasons }: Scores): boolean {
  return reasons?.attention[0]?.relation !== relation;
}

function ofLabel(
  { patches }: Pick<Manifest, "patches">,
  { share, evidence }: Role,
  label: string,
  further: boolean,
): string {
  const unit = patches === null ? "tokens" : "patches";
  const { queries, chance } = evidence;
  return `From ${unit} with a label “${label}”, ${further ? "a further " : ""}${percentOf(share / queries)} % of its attention goes to ${unit} with the same one (${chancePercent(chance / queries)}).`;
}

function ofNearby(
  { patches }: Pick<Manifest, "patches">,
  { share, evidence }: Role,
  further: boolean,
): string {
  const what =
    patches === null ? `tokens at most ${NEARBY.tokens} away` : "a patch and the ones that touch it";
  return `${further ? "A further " : ""}${percentOf(share)} % of its attention goes to ${what} (${chancePercent(evidence.chance)}).`;
}
