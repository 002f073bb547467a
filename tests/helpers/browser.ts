/** A real browser for tests: CHROME_PATH, an installed Chrome or Chromium, or else the one inside @sparticuz/chromium. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { chromium, type Browser } from "playwright-core";
import { guardPolicy } from "./policy-guard.ts";

/** Software WebGL 2, and nothing that speaks to the network by itself. */
const FLAGS = [
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--ignore-gpu-blocklist",
  // Only maps are drawn by software WebGL. All else has a painter of its own, which takes a quarter of the time.
  "--disable-gpu-compositing",
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--no-first-run",
  "--force-color-profile=srgb",
];

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"];

/** Closing it throws if the site's Content-Security-Policy refused anything on any of its pages. */
export async function launchBrowser(): Promise<Browser> {
  return guardPolicy(await launch());
}

async function launch(): Promise<Browser> {
  const installed = [process.env["CHROME_PATH"] ?? "", ...INSTALLED].find(
    (path) => path !== "" && existsSync(path),
  );
  if (installed !== undefined) return chromium.launch({ executablePath: installed, args: FLAGS });
  // It then unpacks system libraries of its own, and needs none installed.
  process.env["AWS_LAMBDA_JS_RUNTIME"] ??= "nodejs22.x";
  const { default: packed } = await import("@sparticuz/chromium");
  const executablePath = await packed.executablePath();
  const libraries = join(tmpdir(), "al2023", "lib");
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: [libraries, process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(":"),
  };
  return chromium.launch({ executablePath, args: FLAGS, env });
}
