/** A few cases of each kind; `npm run chaos` has all of them. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KINDS, runCase } from "./kinds.ts";
import { closeStage, openStage, type Stage } from "./stage.ts";

const SEED = 1;
let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(async () => {
  await closeStage(stage);
});

/** Cases far enough from each other to be of different sorts. */
const CASES = KINDS.flatMap((kind) =>
  Array.from({ length: kind.nSmall }, (_, i) => ({ kind, index: 7 * i + 3 })),
);

describe("the next plain build has the bytes of an undisturbed one, and nothing is left over, after", () => {
  it.concurrent.for(CASES.map((one) => [`${one.kind.title} (case ${one.index})`, one] as const))(
    "%s",
    { timeout: 240_000 },
    async ([, { kind, index }], { skip }) => {
      const { what, findings, skipped } = await runCase(stage, kind, SEED, index);
      if (skipped !== undefined) skip(skipped);
      expect({ what, findings }).toEqual({ what, findings: [] });
    },
  );
});
