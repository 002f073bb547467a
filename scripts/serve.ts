/** Serves a folder of static files, below a base path, on a free port near the wanted one. */
import { createServer } from "node:http";
import { staticFiles } from "./static-files.ts";

/** A site that is being served. */
export interface Served {
  /** With the base path, ending in a slash. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * @param port 0 takes any free port; if a port is in use, the next ones are tried.
 * @throws {Error} if the folder is missing, or no port is free.
 */
export async function serve(folder: string, base = "/", port = 0): Promise<Served> {
  const prefix = `/${base.replace(/^\/+|\/+$/g, "")}`.replace(/\/$/, "");
  const server = createServer(staticFiles(folder, prefix));
  const taken = await listen(server, port);
  return {
    address: `http://localhost:${taken}${prefix}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

/** @param nTries The most ports to try, in ascending order. */
function listen(server: ReturnType<typeof createServer>, port: number, nTries = 100): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" && port > 0 && port < 65_535 && nTries > 1)
        listen(server, port + 1, nTries - 1).then(resolve, reject);
      else reject(error);
    });
    server.listen(port, "localhost", () => {
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}
