/** Writes safetensors files as the format describes them: the header's length, the header, the data. */

export function safetensorsFile(
  header: string | Buffer | object,
  data: Uint8Array = new Uint8Array(0),
  length?: bigint,
): Buffer {
  const text = Buffer.isBuffer(header)
    ? header
    : Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(length ?? BigInt(text.length));
  return Buffer.concat([start, text, data]);
}

/** An entry of a header. */
export function tensorEntry(dtype: string, shape: number[], begin: number, end: number): object {
  return { dtype, shape, data_offsets: [begin, end] };
}
