/** Keeps no cards that the site no longer has. */
import type { AstroIntegration } from "astro";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DRAW_CARD, KEPT_CARDS } from "./own-modules.ts";

interface CardDrawing {
  readonly forgetOtherCards: (kept: string) => Promise<void>;
}

export function forgetCards(): AstroIntegration {
  let root = "";
  return {
    name: "headland-forget-cards",
    hooks: {
      "astro:config:done": ({ config }) => {
        root = fileURLToPath(config.root);
      },
      "astro:build:done": async () => {
        // The same module as the pages' own: it knows for which cards they have asked.
        const { forgetOtherCards } = (await import(DRAW_CARD.href)) as CardDrawing;
        await forgetOtherCards(join(root, KEPT_CARDS));
      },
    },
  };
}
