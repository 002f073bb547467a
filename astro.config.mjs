import process from "node:process";
import react from "@astrojs/react";
import { defineConfig } from "astro/config";
import { guidePages } from "./src/integration/guide-pages.ts";
import { listLicenses } from "./src/integration/list-licenses.ts";
import { numberIslands } from "./src/integration/number-islands.ts";
import { pruneSite } from "./src/integration/prune-site.ts";
import { pureSchemes } from "./src/integration/pure-schemes.ts";
import { siteAddress } from "./src/integration/site-address.ts";
import { stampSite } from "./src/integration/site-stamp.ts";

// Where the site will stand: SITE=https://me.github.io BASE=/my-atlas npm run build
const { site, base = "/" } = siteAddress(process.env);
const { OUT_DIR, PUBLIC_DIR } = process.env;

export default defineConfig({
  ...(site ? { site } : {}),
  base,
  trailingSlash: "always",
  ...(OUT_DIR ? { outDir: OUT_DIR } : {}),
  ...(PUBLIC_DIR ? { publicDir: PUBLIC_DIR } : {}),
  build: { format: "directory", inlineStylesheets: "never" },
  prefetch: { defaultStrategy: "hover" },
  devToolbar: { enabled: false },
  integrations: [react(), guidePages(), numberIslands(), pruneSite(), listLicenses(), stampSite()],
  vite: { plugins: [pureSchemes()], build: { chunkSizeWarningLimit: 300 } },
});
