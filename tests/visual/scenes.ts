/** The table of scenes: kinds of page × states × papers × widths. Each is a picture test, and a place to look at. */
import type { Page } from "playwright-core";
import { mapReady, placeOf } from "../helpers/visit.ts";

export interface Scene {
  /** In file names. */
  readonly name: string;
  /** Below the site's address. */
  readonly path: string;
  readonly theme?: "dark";
  readonly width?: "phone";
  /** Whether a first visitor comes, who sees the introduction. */
  readonly isFirst?: true;
  readonly hasWebGL?: false;
  /** What the reader does there, until the scene stands. */
  readonly act?: (page: Page) => Promise<void>;
  /** What the browser rightly complains of. */
  readonly expects?: RegExp;
}

const GPT = "tiny-gpt/stories/";
const BERT = "tiny-bert/stories/";
const VIT = "tiny-vit/scenes/";
const [QUERY, PATCH] = [127, 40];

const phone = { width: "phone" } as const;
const dark = { theme: "dark" } as const;

const map = (page: Page): Promise<void> => mapReady(page);
const shown =
  (selector: string) =>
  async (page: Page): Promise<void> => {
    await page.locator(selector).first().waitFor({ state: "attached" });
  };
const selected =
  (selector: string) =>
  async (page: Page): Promise<void> => {
    await mapReady(page);
    await shown(selector)(page);
  };
const about = async (page: Page): Promise<void> => {
  await page.getByRole("button", { name: "About" }).click();
  await shown("dialog.about[open]")(page);
};
const gathered = shown(".clustering a");
const tapped = async (page: Page): Promise<void> => {
  await page.locator("a[data-head=L1H1]").tap();
  await shown(".enlarged[data-is-ready]")(page);
};
const hovered = async (page: Page): Promise<void> => {
  await mapReady(page);
  const { x, y } = await placeOf(page, QUERY);
  await page.mouse.move(x, y);
  await shown(".hover-card")(page);
};
const keys = async (page: Page): Promise<void> => {
  await mapReady(page);
  await page.keyboard.press("?");
  await shown("dialog[open]")(page);
};
const series = async (page: Page): Promise<void> => {
  await mapReady(page);
  await page.locator(".checkpoints").scrollIntoViewIfNeeded();
};
const missing = async (page: Page): Promise<void> => {
  await page.route("**/heads/L3H3/*.json", (route) => route.fulfill({ status: 404 }));
  await page.locator("a[data-head=L3H3]").click();
  await shown(".map-problem")(page);
};
const card = async (page: Page): Promise<void> => {
  await page.locator("a[data-head=L1H2]").hover();
  await shown(".enlarged[data-is-ready]")(page);
};

export const SCENES: readonly Scene[] = [
  { name: "gallery", path: "" },
  { name: "gallery-dark", path: "", ...dark },
  { name: "gallery-phone", path: "", ...phone },
  { name: "introduction", path: "", isFirst: true },
  { name: "introduction-dark-phone", path: "", isFirst: true, ...dark, ...phone },
  { name: "about", path: "", act: about },
  { name: "about-dark-phone", path: "", ...dark, ...phone, act: about },

  { name: "heads", path: GPT },
  { name: "heads-dark", path: GPT, ...dark },
  { name: "heads-phone", path: GPT, ...phone },
  { name: "heads-position", path: `${GPT}?m=umap&c=position`, act: shown(".sheet-legend .ramp") },
  { name: "heads-norms-dark", path: `${BERT}?m=pca&c=norm-all`, ...dark, act: shown(".sheet-legend .ramp") },
  { name: "heads-rhythm", path: `${BERT}?m=tsne&c=position-mod-5`, act: shown(".sheet-legend li") },
  { name: "heads-pictures", path: `${VIT}?m=umap&c=patch` },
  { name: "heads-rows-dark", path: `${VIT}?c=row`, ...dark, act: shown(".sheet-legend .ramp") },
  { name: "heads-card", path: `${GPT}?m=umap`, act: card },
  { name: "heads-card-dark", path: `${GPT}?c=frequency`, ...dark, act: card },
  {
    name: "heads-card-phone",
    path: VIT,
    ...phone,
    act: tapped,
  },
  { name: "heads-search", path: `${GPT}?m=umap&q=the`, act: gathered },
  { name: "heads-search-terms-dark", path: `${BERT}?q=he,she,it`, ...dark, act: gathered },
  { name: "heads-search-phone", path: `${VIT}?q=%22row+0%22,%22row+7%22`, ...phone, act: gathered },

  { name: "head", path: `${GPT}L2H0/`, act: map },
  { name: "head-dark", path: `${BERT}L1H2/?m=umap`, ...dark, act: map },
  { name: "head-phone", path: `${GPT}L2H0/`, ...phone, act: map },
  {
    name: "head-hover",
    path: `${GPT}L2H0/`,
    act: hovered,
  },
  { name: "head-selected", path: `${GPT}L2H0/?s=q${QUERY}`, act: selected(".attended li") },
  { name: "head-selected-phone", path: `${GPT}L2H0/?s=q${QUERY}`, ...phone, act: selected(".attended li") },
  { name: "head-lines-dark", path: `${GPT}L2H0/?s=q${QUERY}&p=lines`, ...dark, act: selected(".web path") },
  { name: "head-matrix", path: `${BERT}L1H1/?s=q${QUERY}&p=matrix`, act: selected(".cells") },
  { name: "head-average", path: `${GPT}L0H1/?s=q${QUERY}&p=average`, act: selected(".cells") },
  { name: "head-3d", path: `${GPT}L0H2/?d=3&c=position`, act: map },
  { name: "head-labels-of-kind-dark", path: `${GPT}L1H1/?c=kind`, ...dark, act: map },
  { name: "head-search-terms", path: `${GPT}L1H1/?q=he,she`, act: selected(".found-terms li") },
  {
    name: "head-area",
    path: `${GPT}L2H0/?a=-0.4_-0.4~0.4_-0.4~0.4_0.4~-0.4_0.4`,
    act: selected(".area-scroll"),
  },
  {
    name: "head-keys-dark",
    path: `${GPT}L2H0/`,
    ...dark,
    act: keys,
  },
  { name: "head-without-webgl", path: `${GPT}L2H0/`, hasWebGL: false, act: map },
  {
    name: "head-missing",
    path: GPT,
    expects: /404|ERR_FAILED|Failed to load/,
    act: missing,
  },
  { name: "checkpoints", path: "tiny-gpt-step-1600/repeats/L3H3/", act: series },
  { name: "checkpoints-dark-phone", path: "tiny-gpt/repeats/L3H3/", ...dark, ...phone, act: series },

  { name: "picture", path: `${VIT}L0H2/`, act: map },
  { name: "picture-selected-dark", path: `${VIT}L0H2/?s=q${PATCH}`, ...dark, act: selected(".is-weighted") },
  { name: "picture-lines", path: `${VIT}L0H2/?s=q${PATCH}&p=lines`, act: selected(".of-all > g") },
  { name: "picture-phone", path: `${VIT}L0H2/?s=q${PATCH}`, ...phone, act: selected(".is-weighted") },

  { name: "guides", path: "guides/" },
  { name: "guide", path: "guides/nearness/" },
  { name: "guide-dark", path: "guides/nearness/", ...dark },
  { name: "guide-phone", path: "guides/nearness/", ...phone },
  { name: "not-found", path: "404.html" },
  { name: "not-found-dark-phone", path: "404.html", ...dark, ...phone },
];
