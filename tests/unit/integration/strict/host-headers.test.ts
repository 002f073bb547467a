import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { headersText, writeHeaders } from "../../../../src/integration/strict/host-headers.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

it("lets other sites load all files below the base path, and keeps files with a digest in their name", () => {
  expect(headersText("/my-atlas/", "_astro")).toBe(
    `/my-atlas/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Access-Control-Allow-Origin: *
  Cross-Origin-Resource-Policy: cross-origin
  Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=()
/my-atlas/_astro/*
  Cache-Control: public, max-age=31536000, immutable
`,
  );
});

it("does not replace the project's own headers", async () => {
  const folder = await tempFolder();
  const file = join(folder, "_headers");
  await writeHeaders(folder, "/", "_astro");
  expect(await readFile(file, "utf8")).toBe(headersText("/", "_astro"));
  await writeFile(file, "own");
  await writeHeaders(folder, "/", "_astro");
  expect(await readFile(file, "utf8")).toBe("own");
});
