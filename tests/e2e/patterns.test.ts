/** A site of HeadVis trees alone: pages without maps, for readers with scripts and without, and tokens that try to be markup. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Served } from "../../scripts/serve.ts";
import { axeOf } from "../helpers/axe.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { buildSite } from "../helpers/build-site.ts";
import { handSequence, handTree, writeTree } from "../helpers/headvis-tree.ts";
import { runBuild } from "../helpers/run-build.ts";
import { visit } from "../helpers/visit.ts";

const EVIL = '</p><script>document.title = "hacked"</script>';
const ATLAS = "tree/sentences/";
const HEAD = `${ATLAS}L0H0/`;

let browser: Browser;
let site: Served;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "headland-"));
  // Nine in the higher group, of which the page shows four, and one below.
  const sequences = Array.from({ length: 10 }, (_, i) =>
    handSequence({
      sequence_id: i,
      interval: i === 0 ? 1 : 2,
      tokens: ["a", EVIL, "\u202eb"],
      max_activation: i / 20,
    }),
  );
  await writeTree(join(root, "content/tree"), { ...handTree(), "heads/L0H0.json": { sequences } });
  await writeTree(join(root, "content"), { "models/tree.yaml": "name: Tree\nsource: headvis:./tree\n" });
  const { errors } = await runBuild(root, { outFolder: join(root, "public/atlas") });
  expect(errors).toEqual([]);
  site = await buildSite({ folder: join(root, "site"), publicFolder: join(root, "public") });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
  await rm(root, { recursive: true });
});

describe("a site of HeadVis trees", () => {
  it("leads from its front page to a head, through a table that sorts", async () => {
    const { page, problems, close } = await visit(browser, site.address);
    await page.getByRole("link", { name: "Tree" }).click();
    await page.getByText("No map: this export has no vectors.").waitFor();
    const first = page.locator(".all-numbers tbody th").first();
    await page.getByRole("button", { name: "logit_std" }).click();
    expect(await first.innerText()).toBe("L0H0");
    await page.getByRole("button", { name: "logit_std" }).click();
    expect(await first.innerText()).toBe("L0H1");
    // One without a number is last, whatever the order.
    await page.getByRole("button", { name: "self_attention_score" }).click();
    await page.getByRole("button", { name: "self_attention_score" }).click();
    expect(await first.innerText()).toBe("L0H0");
    await page.getByRole("link", { name: "L0H0", exact: true }).click();
    await page.waitForURL(`**/${HEAD}`);
    expect(await page.locator("h1").innerText()).toBe("L0H0 Tree on Sentences");
    expect(problems).toEqual([]);
    await close();
  });

  it("shows all sequences of a head, group by group, when asked", async () => {
    const { page, problems, close } = await visit(browser, `${site.address}${HEAD}`);
    const captions = page.locator("figcaption strong");
    expect(await captions.allInnerTexts()).toEqual([9, 8, 7, 6, 0].map((id) => `Sequence ${id}`));
    await page.getByRole("button", { name: "Show all 10 sequences" }).click();
    const all = page.locator("section", { has: page.getByRole("heading", { name: "All sequences" }) });
    await all.waitFor();
    expect(await all.locator("figure").count()).toBe(9);
    await all.getByLabel("Group").selectOption("1");
    expect(await all.locator("figcaption strong").allInnerTexts()).toEqual(["Sequence 0"]);
    expect(problems).toEqual([]);
    await close();
  });

  it("says how to cite a head, to people and to programs", async () => {
    const { page, problems, close } = await visit(browser, `${site.address}${HEAD}`);
    const cite = page.locator("section.cite");
    expect(await cite.locator("pre").first().innerText()).toContain(
      "title = {{Attention head L0H0 of Tree on Sentences}}",
    );
    await cite.getByText("RIS", { exact: true }).click();
    expect(await cite.locator("pre").nth(2).innerText()).toContain(
      "TI  - Attention head L0H0 of Tree on Sentences",
    );
    const linked = (rel: string) =>
      page
        .locator(`link[rel="${rel}"]`)
        .evaluateAll((all) => all.map((link) => (link as HTMLLinkElement).href));
    expect(await linked("cite-as")).toEqual([`${site.address}${HEAD}`]);
    const data = `${site.address}atlas/${ATLAS}`;
    const leads = [...(await linked("describedby")), ...(await linked("item"))];
    expect(leads).toEqual(
      ["ro-crate-metadata.json", "croissant.json", "manifest.json", "heads/L0H0/patterns.json"].map(
        (file) => data + file,
      ),
    );
    for (const address of leads) expect((await page.request.get(address)).status(), address).toBe(200);
    const twin = await (await page.request.get(`${site.address}tree/sentences/L0H0.md`)).text();
    expect(twin).toMatch(/## Cite\n\n.*Attention head L0H0 of Tree on Sentences/);
    expect(problems).toEqual([]);
    await close();
  });

  it("shows tokens literally, and says the same without scripts", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    for (const [path, texts] of [
      [HEAD, [EVIL, "‹202E›b", "needs JavaScript", "self_attention_score", "0.500"]],
      [ATLAS, ["Numbers of all heads", "Spread of the scores."]],
    ] as const) {
      await page.goto(`${site.address}${path}`);
      for (const text of texts) expect(await page.locator("main").textContent()).toContain(text);
      expect(await page.title()).not.toBe("hacked");
    }
    await context.close();
  });

  it("has nothing that stands in the way of a reader with a keyboard or a screen reader", async () => {
    for (const path of [ATLAS, HEAD]) {
      const { page, close } = await visit(browser, `${site.address}${path}`, {
        viewport: { width: 320, height: 640 },
      });
      const { violations } = await axeOf(page).analyze();
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ""}`)).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, path).toBeLessThanOrEqual(320);
      await close();
    }
  });
});
