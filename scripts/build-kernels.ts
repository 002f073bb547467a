/** `npm run kernels`: compiles src/kernels to src/kernels/kernels.wasm, which is kept in version control. */
import { writeFile } from "node:fs/promises";
import { compileKernels } from "./compile-kernels.ts";

await writeFile("src/kernels/kernels.wasm", await compileKernels());
