/**
 * Reads the files of an offline copy. Browsers let no script read a file from disk, but they run scripts from disk: beside each
 * file `name` that a page may ask for lies a script `name.js`, which calls `headlandData` with the content.
 */

declare global {
  interface Window {
    /** Called by the scripts of files. @param path Below the copy's folder. @param text Base64 if `isBytes`. */
    headlandData?: (path: string, text: string, isBytes?: boolean) => void;
  }
}

/** What the script of a file said. */
interface Content {
  readonly text: string;
  readonly isBytes: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript",
  json: "application/json",
  md: "text/markdown",
  txt: "text/plain",
  wasm: "application/wasm",
  webp: "image/webp",
  png: "image/png",
};

/** One file is loaded once, however many ask for it at the same time. Contents are not kept: readers keep what they need. */
export class Disk {
  readonly #root: string;
  readonly #asked = new Map<string, Promise<Content | null>>();
  readonly #said = new Map<string, Content>();

  /** @param root Address of the copy's folder, ending in a slash. */
  constructor(root: string) {
    this.#root = root;
  }

  /** Takes what the script of a file says. */
  readonly receive = (path: string, text: string, isBytes = false): void => {
    this.#said.set(path, { text, isBytes });
  };

  /** The path of a file below the copy's folder; undefined for addresses elsewhere. */
  pathOf(address: string): string | undefined {
    if (!URL.canParse(address, document.baseURI)) return undefined;
    const { href } = new URL(address, document.baseURI);
    const plain = href.replace(/[?#].*$/, "");
    return plain.startsWith(this.#root) ? plain.slice(this.#root.length) : undefined;
  }

  /** As `fetch` answers; status 404 if there is no such file. */
  async respond(path: string): Promise<Response> {
    const content = await this.#load(path);
    if (content === null) return new Response(null, { status: 404, statusText: "Not Found" });
    const headers = { "content-type": typeOf(path) };
    return new Response(content.isBytes ? bytesOf(content.text) : content.text, { headers });
  }

  /** @returns A data URL; null if there is no such file. */
  async dataUrl(path: string): Promise<string | null> {
    const content = await this.#load(path);
    return content?.isBytes === true ? `data:${typeOf(path)};base64,${content.text}` : null;
  }

  #load(path: string): Promise<Content | null> {
    const asked = this.#asked.get(path) ?? this.#run(path).finally(() => this.#asked.delete(path));
    this.#asked.set(path, asked);
    return asked;
  }

  #run(path: string): Promise<Content | null> {
    const script = document.createElement("script");
    script.src = `${this.#root}${path}.js`;
    return new Promise((resolve) => {
      const end = (): void => {
        script.remove();
        resolve(this.#said.get(path) ?? null);
        this.#said.delete(path);
      };
      script.addEventListener("load", end);
      script.addEventListener("error", end);
      document.head.append(script);
    });
  }
}

function typeOf(path: string): string {
  return TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream";
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
