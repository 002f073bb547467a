import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { seededRandom } from "#math/random.ts";
import { serve, type Served } from "../../../scripts/serve.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const LARGE = 300_000;

/** A site with a page, a folder, a hidden file, and links to the inside and the outside. */
async function siteFolder(): Promise<string> {
  const folder = await tempFolder();
  const site = join(folder, "dist");
  await mkdir(join(site, "gpt"), { recursive: true });
  await writeFile(join(site, "index.html"), "<h1>Home</h1>");
  await writeFile(join(site, "404.html"), "<h1>No such page</h1>");
  await writeFile(join(site, "gpt/index.html"), "<h1>GPT</h1>");
  await writeFile(join(site, "data.json"), "x".repeat(LARGE));
  await writeFile(join(site, "größe 1.txt"), "umlaut");
  await writeFile(join(site, ".hidden"), "secret");
  await writeFile(join(folder, "outside.txt"), "secret");
  await symlink(join(folder, "outside.txt"), join(site, "link.txt"));
  await symlink(folder, join(site, "up"));
  await symlink(join(site, "gpt"), join(site, "inside"));
  return site;
}

async function started(base?: string): Promise<Served> {
  const served = await serve(await siteFolder(), base);
  onTestFinished(() => served.close());
  return served;
}

/** Sends bytes as they are. @returns What comes back until the server closes, or until it is cut off here. */
function sendRaw(address: string, text: string, cutAfterMs = 10_000): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(address).port), "localhost");
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk.toString("latin1")));
    socket.on("error", () => undefined).on("close", () => resolve(answer));
    socket.write(text, "latin1");
    const timer = setTimeout(() => socket.destroy(), cutAfterMs);
    socket.on("close", () => clearTimeout(timer));
  });
}

const get = (path: string, headers = ""): string =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`;

describe("serve", () => {
  it("gives pages, files and what a browser needs to know of them", async () => {
    const { address } = await started("/atlas/");
    const page = await fetch(address);
    expect(await page.text()).toBe("<h1>Home</h1>");
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect(page.headers.get("referrer-policy")).toBe("same-origin");
    expect(await (await fetch(`${address}gr%C3%B6%C3%9Fe%201.txt`)).text()).toBe("umlaut");
    expect(await (await fetch(`${address}inside/`)).text()).toBe("<h1>GPT</h1>");
    const missing = await fetch(`${address}nowhere/`);
    expect([missing.status, await missing.text()]).toEqual([404, "<h1>No such page</h1>"]);
  });

  it("sends a folder's address on to the one with a slash, within the same host", async () => {
    const { address } = await started("/atlas/");
    const answer = await fetch(`${address}gpt?m=tsne`, { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([301, "/atlas/gpt/?m=tsne"]);
    const root = await started();
    expect(await sendRaw(root.address, get("//gpt"))).toMatch(
      /^HTTP\/1.1 301 .*\r\nlocation: \/gpt\/\r\n/ims,
    );
  });

  it.each([
    ["bytes=0-9", 206, 10],
    ["bytes=-10", 206, 10],
    ["bytes=299990-", 206, 10],
    ["bytes=5-2", 416, undefined],
    ["bytes=400000-", 416, undefined],
    ["bytes=-0", 416, undefined],
    ["bytes=a-b", 200, LARGE],
    ["lines=1-2", 200, LARGE],
    ["bytes=0-0,5-2,7-9", 200, LARGE],
  ])("answers the range %s with %i", async (range, status, length) => {
    const { address } = await started();
    const answer = await fetch(`${address}data.json`, { headers: { range } });
    expect(answer.status).toBe(status);
    if (length !== undefined) expect((await answer.arrayBuffer()).byteLength).toBe(length);
  });

  it.each(["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])("refuses %s", async (method) => {
    const { address } = await started();
    const answer = await fetch(address, { method, ...(method === "OPTIONS" ? {} : { body: "x=1" }) });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it("answers HEAD with the length and no body", async () => {
    const { address } = await started();
    const answer = await fetch(`${address}data.json`, { method: "HEAD" });
    expect([answer.status, answer.headers.get("content-length")]).toEqual([200, String(LARGE)]);
    expect(await answer.text()).toBe("");
  });

  it.each([
    "/.hidden",
    "/gpt/../.hidden",
    "/link.txt",
    "/up/outside.txt",
    "/../outside.txt",
    "/%2e%2e/outside.txt",
    "/..%2foutside.txt",
    "/..%5coutside.txt",
    "/gpt/..\\..\\outside.txt",
    "/data.json/",
  ])("gives nothing hidden and nothing from outside of the folder: %s", async (path) => {
    const { address } = await started();
    const answer = await sendRaw(address, get(path));
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(answer).not.toContain("secret");
  });

  it("says when the folder is missing", async () => {
    await expect(serve(join(await tempFolder(), "dist"))).rejects.toThrow(/ENOENT/);
  });

  it("survives a thousand hostile requests and keeps no file open", { timeout: 120_000 }, async () => {
    const { address } = await started();
    const random = seededRandom(1);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    const noise = (n: number): string =>
      String.fromCharCode(...Array.from({ length: n }, () => Math.floor(random() * 256)));
    const requests = Array.from({ length: 1000 }, () => {
      const path = pick([
        "/", "/data.json", "/gpt", "/link.txt", "/.hidden", "/%", "/%00", "/%ff%fe", "*", "", "//", "/\\",
        "http://other/", "/?" + "a".repeat(2000), "/" + "../".repeat(50), "/" + "x".repeat(5000), noise(20),
      ]); // prettier-ignore
      const method = pick(["GET", "GET", "GET", "HEAD", "POST", "TRACE", "CONNECT", "BREW", noise(3)]);
      const range = pick([
        "5-2",
        "0-",
        "-1",
        "0-0,1-1,2-2",
        "99999999999999999999-",
        "--",
        "0x1-2",
        noise(5),
      ]);
      const header = pick([
        "",
        `Range: bytes=${range}\r\n`,
        "If-None-Match: *\r\n",
        "Content-Length: 99\r\n",
      ]);
      const more = pick([
        "",
        "Upgrade: websocket\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Expect: 100-continue\r\n",
      ]);
      return `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${header}${more}\r\n`;
    });
    const openFiles = async (): Promise<number> => (await readdir("/proc/self/fd").catch(() => [])).length;
    const before = await openFiles();
    for (let i = 0; i < requests.length; i += 50) {
      const some = requests.slice(i, i + 50);
      // Every third is cut off while the answer is on its way.
      const answers = await Promise.all(
        some.map((request, j) => sendRaw(address, request, j % 3 ? 2000 : 2)),
      );
      expect(answers.join("")).not.toContain("secret");
    }
    expect(await (await fetch(address)).text()).toBe("<h1>Home</h1>");
    await expect.poll(openFiles).toBeLessThanOrEqual(before + 3);
  });

  it.skipIf(process.platform === "win32")(
    "goes on after more requests at once than it may open files",
    { timeout: 60_000 },
    async () => {
      const script = join(import.meta.dirname, "../../helpers/serve-few-handles.ts");
      const command = `ulimit -n 64; exec "${process.execPath}" "${script}" "${await siteFolder()}"`;
      const child = spawn("sh", ["-c", command], { stdio: ["ignore", "pipe", "inherit"] });
      onTestFinished(() => void child.kill());
      const [address] = (await once(createInterface(child.stdout), "line")) as [string];
      const answers = await Promise.allSettled(
        Array.from({ length: 120 }, () => fetch(`${address}data.json`).then((answer) => answer.text())),
      );
      expect(answers.length).toBe(120);
      await expect
        .poll(() =>
          fetch(address)
            .then((answer) => answer.status)
            .catch(() => 0),
        )
        .toBe(200);
      expect(child.exitCode).toBeNull();
    },
  );
});
