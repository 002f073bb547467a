/** The claims that come with Headland: each runs once an atlas of its weights is there. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import { checkClaim, NOT_AT_HAND } from "#claims/check-claim.ts";
import type { Claim } from "#claims/claim.ts";
import { loadClaims } from "#pipeline/config/claims/load-claims.ts";
import { toyFacts } from "../../helpers/head-facts.ts";
import { head } from "../../helpers/read-heads.ts";

const ROOT = join(import.meta.dirname, "../../..");
const files = await loadClaims(ROOT, ROOT);
const literature = files.filter(({ name }) => /-\d{4}$/.test(name));
const claims = literature.flatMap((file) => file.claims);

/** An atlas of published weights, with as many heads as they have. */
function atlasOf(weights: string): Parameters<typeof checkClaim>[1][number] {
  const { manifest } = toyFacts;
  const tower = weights.startsWith("lena-voita") ? "encoder-" : "";
  const heads = Array.from({ length: 40 }, (_, layer) =>
    Array.from({ length: 12 }, (_, i) => head({ previous: i / 20 }, {}, `${tower}L${layer}H${i}`)),
  ).flat();
  const hub = { source: `hub:${weights}@main`, commit: "0".repeat(40) };
  const of: Manifest = { ...manifest, model: { ...manifest.model, hub } };
  return { manifest: of, heads };
}

describe("the claims from the literature", () => {
  it("are about nine papers, each with its address and a number of claims", () => {
    expect(literature.length).toBeGreaterThanOrEqual(9);
    for (const { claims: own } of literature) expect(own.length).toBeGreaterThan(0);
    for (const { id, source } of claims) expect(source?.arxiv ?? source?.doi, id).toBeDefined();
  });

  it("say that their weights are not at hand until they are, and then find their heads", () => {
    for (const claim of claims) {
      expect(checkClaim(claim, []).map(({ received }) => received)).toEqual([NOT_AT_HAND]);
      for (const weights of claim.about.weights ?? []) {
        const [row] = checkClaim(claim, [atlasOf(weights)]);
        expect(row?.received, claim.id).not.toBe(NOT_AT_HAND);
        expect(row?.received, claim.id).not.toContain("has no head");
      }
    }
  });

  it("say of every threshold that is ours that it is", () => {
    const isOwn = ({ check, note = "" }: Claim): boolean =>
      check.kind === "unmeasured" || /threshold is|by definition|paper finds none/.test(note);
    expect(claims.filter((claim) => !isOwn(claim)).map(({ id }) => id)).toEqual([]);
  });

  it("are published beside those about the embedded models", () => {
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["tiny-bert", "tiny-gpt", "tiny-vit"]),
    );
  });
});
