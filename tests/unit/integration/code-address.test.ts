import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { codeAddress, codeOf } from "../../../src/integration/code-address.ts";

it.each([
  [{ repository: { type: "git", url: "git+https://github.com/a/b.git" } }, "https://github.com/a/b"],
  [{ repository: "git@gitlab.com:group/sub/b.git" }, "https://gitlab.com/group/sub/b"],
  [{ repository: "ssh://git@code.example.org/a/b.git" }, "https://code.example.org/a/b"],
  [{ repository: "git://example.org/b.git" }, "https://example.org/b"],
  [{ repository: "a/b" }, "https://github.com/a/b"],
  [{ repository: "gitlab:a/b" }, "https://gitlab.com/a/b"],
  [{ repository: "gist:11081aaa281" }, "https://gist.github.com/11081aaa281"],
  [{ homepage: "https://example.org/atlas" }, "https://example.org/atlas"],
  [{ repository: "not an address", homepage: "https://example.org/" }, "https://example.org/"],
])("reads %o as the page %s", (json, page) => {
  expect(codeOf(json)).toBe(page);
});

it.each([
  [{}],
  [null],
  ["text"],
  [{ repository: 3, homepage: "" }],
  [{ repository: "b" }],
  [{ repository: "unknown:a/b" }],
  [{ repository: { url: "file:///etc/passwd" }, homepage: "javascript:alert(1)" }],
  // Somebody's password does not belong on a page.
  [{ repository: "https://name:secret@example.org/a.git" }],
])("finds no page in %o", (json) => {
  expect(codeOf(json)).toBeUndefined();
});

it("takes a project without a package.json, or with a broken one, as it is", async () => {
  const folder = await mkdtemp(join(tmpdir(), "headland-code-"));
  expect(await codeAddress(folder)).toBeUndefined();
  await writeFile(join(folder, "package.json"), "{");
  expect(await codeAddress(folder)).toBeUndefined();
  await writeFile(join(folder, "package.json"), '{"repository": "a/b"}');
  expect(await codeAddress(folder)).toBe("https://github.com/a/b");
  await rm(folder, { recursive: true });
});
