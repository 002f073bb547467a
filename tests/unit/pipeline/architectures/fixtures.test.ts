import { describe, expect, it } from "vitest";
import { familyOf } from "#pipeline/architectures/families.ts";
import { fixtureNames, readFixture } from "../../../helpers/architecture-fixtures.ts";
import { expectFixture, feedsOf, openFixture } from "../../../helpers/run-fixture.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const NAMES = fixtureNames().filter((name) => !name.startsWith("full/"));

describe("a checkpoint has the queries, keys and patterns that PyTorch computes", () => {
  it.for(NAMES)("%s", async (name, { skip }) => {
    const fixture = readFixture(name);
    const type = String(fixture.config["model_type"]);
    skip(familyOf(type) === undefined, `no family has ${type} yet`);
    const model = await openFixture(fixture, await tempFolder());
    const feeds = feedsOf(model, fixture);
    const [batch = 0] = Object.values(feeds)[0]!.dims;
    expectFixture(name, fixture, await model.run(feeds, batch));
    const { maxError } = await model.replay(feeds, batch);
    expect(maxError).toBeLessThan(1e-5);
    await model.release();
  });
});
