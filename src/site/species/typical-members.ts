/** Members that stand for a species. */
import type { FieldGuide, FoundSpecies, Member } from "./sort-heads.ts";

/**
 * Those that hold most of it, but one of every model first, and models at the end of their training before earlier stages:
 * five stages of one head would show one head.
 */
export function typicalMembers(
  { heads }: Pick<FieldGuide, "heads">,
  { members }: Pick<FoundSpecies, "members">,
  count: number,
): Member[] {
  const isStage = ({ head }: Member): boolean => heads[head]!.manifest.model.checkpoint !== undefined;
  const ordered = [...members.filter((member) => !isStage(member)), ...members.filter(isStage)];
  const seen = new Set<string>();
  const firsts = ordered.filter((member) => {
    const { slug } = heads[member.head]!.manifest.model;
    if (seen.has(slug) || isStage(member)) return false;
    seen.add(slug);
    return true;
  });
  const others = ordered.filter((member) => !firsts.includes(member));
  return [...firsts, ...others].slice(0, count);
}
