/** Heads that claims name and atlases do not have. They are known once the atlases are built. */
import { atlasFolder } from "#atlas/address.ts";
import { atlasOf } from "#atlas/files/manifest.ts";
import { checkClaim } from "#claims/check-claim.ts";
import type { CheckedAtlas } from "#claims/check-condition.ts";
import type { Claim, ClaimFile, Condition } from "#claims/claim.ts";
import { unknownHeads } from "#claims/heads-of-claim.ts";
import { expectNone, type Problem } from "../../errors.ts";
import { CLAIMS } from "./load-claims.ts";

/** @throws {ConfigError} with every head that a file of the project names and that its atlas does not have. */
export function expectKnownHeads(files: readonly ClaimFile[], atlases: readonly CheckedAtlas[]): void {
  const own = files.filter(({ isBrought }) => !isBrought);
  expectNone(own.flatMap(({ name, claims }) => claims.flatMap((claim) => unknownOf(name, claim, atlases))));
}

function unknownOf(file: string, claim: Claim, atlases: readonly CheckedAtlas[]): Problem[] {
  const folders = checkClaim(claim, atlases).flatMap(({ atlas }) => (atlas ? [atlasFolder(atlas)] : []));
  return atlases
    .filter(({ manifest }) => folders.includes(atlasFolder(atlasOf(manifest))))
    .flatMap(({ manifest, heads }) =>
      named(claim)
        .flatMap((selection) => unknownHeads(selection, heads))
        .map((head) => ({
          what: `no head of ${atlasFolder(atlasOf(manifest))} is ${head}`,
          where: `${CLAIMS}/${file}.yaml, ${claim.id.slice(file.length + 1)}`,
          expected: `one of ${heads[0]?.head ?? "none"} to ${heads.at(-1)?.head ?? "none"}`,
          received: head,
        })),
    );
}

/** Every selection and every head that a claim names. */
function named({ heads, check }: Claim): string[] {
  const set = typeof heads === "string" ? heads : (heads.among ?? "all");
  return [set, ...written(check)];
}

function written(condition: Condition): string[] {
  if (condition.kind === "all") return condition.parts.flatMap(written);
  return condition.kind === "composition" ? [condition.from] : [];
}
