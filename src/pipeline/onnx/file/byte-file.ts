/** Random access to a file in pages, so that an ONNX file can be skimmed without reading its weights; and to bytes in memory. */
import { closeSync, fstatSync, readSync } from "node:fs";
import { openRegularFile } from "../../config/regular-file.ts";

const PAGE_BYTES = 1 << 16;

/** Bytes that are read here and there. */
export interface Bytes {
  /** The file; for bytes in memory, the file that they were made from. */
  readonly path: string;
  readonly size: number;
  readonly isInMemory: boolean;
  /** The byte at `offset`; the caller has checked that it is there. */
  byte(offset: number): number;
  /** A copy of `length` bytes from `offset`. @throws {RangeError} if there are fewer. */
  bytes(offset: number, length: number): Buffer;
  close(): void;
}

export class MemoryBytes implements Bytes {
  readonly path: string;
  readonly size: number;
  readonly isInMemory = true;
  readonly #buffer: Buffer;

  constructor(path: string, buffer: Buffer) {
    this.path = path;
    this.size = buffer.length;
    this.#buffer = buffer;
  }

  byte(offset: number): number {
    return this.#buffer[offset]!;
  }

  bytes(offset: number, length: number): Buffer {
    if (offset + length > this.size) throw new RangeError(`${this.path}: ended at byte ${this.size}.`);
    return Buffer.from(this.#buffer.subarray(offset, offset + length));
  }

  close(): void {
    // The memory is freed with the last reference to it.
  }
}

export class ByteFile implements Bytes {
  readonly isInMemory = false;
  readonly path: string;
  readonly size: number;
  readonly #fd: number;
  readonly #page = Buffer.alloc(PAGE_BYTES);
  #pageStart = -1;

  constructor(path: string) {
    this.path = path;
    this.#fd = openRegularFile(path);
    this.size = fstatSync(this.#fd).size;
  }

  byte(offset: number): number {
    if (!this.#holds(offset, 1)) this.#load(offset);
    return this.#page[offset - this.#pageStart]!;
  }

  bytes(offset: number, length: number): Buffer {
    if (offset + length > this.size) throw new RangeError(`${this.path}: ended at byte ${this.size}.`);
    if (length <= PAGE_BYTES / 2) {
      // There are many short names; reading them from the page saves a system call for each.
      if (!this.#holds(offset, length)) this.#load(offset);
      if (this.#holds(offset, length))
        return Buffer.from(this.#page.subarray(offset - this.#pageStart, offset - this.#pageStart + length));
    }
    const copy = Buffer.alloc(length);
    this.fill(copy, offset);
    return copy;
  }

  /** Reads bytes from `offset` to where they are wanted. @throws {RangeError} if there are fewer. */
  fill(into: Uint8Array, offset: number): void {
    let done = 0;
    while (done < into.length) {
      const read = readSync(this.#fd, into, done, into.length - done, offset + done);
      if (read === 0) throw new RangeError(`${this.path}: ended at byte ${offset + done}.`);
      done += read;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }

  #holds(offset: number, length: number): boolean {
    return (
      this.#pageStart >= 0 && offset >= this.#pageStart && offset + length <= this.#pageStart + PAGE_BYTES
    );
  }

  #load(offset: number): void {
    this.#pageStart = offset - (offset % (PAGE_BYTES / 2));
    readSync(this.#fd, this.#page, 0, PAGE_BYTES, this.#pageStart);
  }
}
