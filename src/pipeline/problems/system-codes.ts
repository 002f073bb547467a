/** What each error code of the system means for a build, and what to do about it. */
import { ownCommand } from "#package/own-command.ts";
import type { Problem } from "../errors.ts";

type Meaning = Pick<Problem, "what" | "expected" | "cure">;

const AGAIN = "then run the same command again: what is done is kept.";
const PERMISSION: Meaning = {
  what: "the system denies access",
  expected: "a place that this user may read and write",
  cure: `Change its owner or permissions, ${AGAIN}`,
};
const FULL: Meaning = {
  what: "the disk is full",
  expected: "space for what is written",
  cure: `Free some space, e.g. with ${ownCommand("clean")}, ${AGAIN}`,
};
const FILES: Meaning = {
  what: "too many files are open at once",
  expected: "a free file handle",
  cure: "Allow more (ulimit -n 4096), or let fewer threads work: --workers 2.",
};
const IN_USE: Meaning = {
  what: "another program uses this place",
  expected: "a place that only Headland changes while it runs",
  cure: `Close what uses it, ${AGAIN}`,
};
const DISK: Meaning = {
  what: "the disk cannot be read or written",
  expected: "a disk without faults",
  cure: `Check the disk and how it is connected, ${AGAIN}`,
};
const NETWORK: Meaning = {
  what: "the network does not answer",
  expected: "a connection",
  cure: "Check the network; --offline uses only what is on this machine.",
};
const ADDRESS: Meaning = {
  what: "this address cannot be served",
  expected: "a free address of this machine",
  cure: "Check that localhost is an address of this machine, and that no other program has its ports.",
};
const DAMAGED: Meaning = {
  what: "results that were kept are damaged",
  expected: "the bytes that were written",
  cure: "Remove .headland/store and run the same command again: its contents are computed again.",
};
const MEMORY: Meaning = {
  what: "the memory is used up",
  expected: "memory for the next step",
  cure: "Close other programs, or let fewer threads work: --workers 1.",
};

const MEANINGS: Readonly<Record<string, Meaning>> = {
  ENOSPC: FULL,
  EDQUOT: { ...FULL, what: "the disk quota of this user is used up" },
  EFBIG: { ...FULL, what: "the file is larger than this file system takes" },
  EROFS: {
    what: "this file system is read-only",
    expected: "a place that can be written",
    cure: `Mount it so that it can be written, or work in another folder, ${AGAIN}`,
  },
  EACCES: PERMISSION,
  EPERM: PERMISSION,
  EMFILE: FILES,
  ENFILE: { ...FILES, what: "too many files are open on this machine" },
  ENOTDIR: {
    what: "a file stands where a folder belongs",
    expected: "folders all the way",
    cure: `Move that file away, ${AGAIN}`,
  },
  EISDIR: {
    what: "a folder stands where a file belongs",
    expected: "a file",
    cure: `Move that folder away, ${AGAIN}`,
  },
  ENOENT: {
    what: "a file or folder is missing",
    expected: "one that is there and stays there while it is used",
    cure: "Check the path. If another program tidies this place, keep it from doing so and run the same command again.",
  },
  EEXIST: IN_USE,
  ENOTEMPTY: IN_USE,
  EBUSY: IN_USE,
  ETXTBSY: IN_USE,
  EIO: DISK,
  ENXIO: DISK,
  ENODEV: DISK,
  ESTALE: DISK,
  EREMOTEIO: DISK,
  ELOOP: {
    what: "links lead in a circle",
    expected: "a path that leads to a file or folder",
    cure: "Remove the link that leads back to itself.",
  },
  ENAMETOOLONG: {
    what: "the path is longer than the system takes",
    expected: "a shorter path",
    cure: "Give files and folders shorter names, or move Headland further up.",
  },
  EXDEV: {
    what: "a file cannot be moved from one disk to another in one step",
    expected: "a folder whose files lie on one disk",
    cure: "Mount whole folders such as public/atlas or .headland, not single files or folders inside them.",
  },
  ENOSYS: {
    what: "this file system lacks a feature that Headland needs",
    expected: "a file system with renames, and links for locks",
    cure: "Work on a local disk.",
  },
  ENOTSUP: {
    what: "this file system lacks a feature that Headland needs",
    expected: "a file system with renames, and links for locks",
    cure: "Work on a local disk.",
  },
  // Codes of the store, not of the system.
  EINTEGRITY: DAMAGED,
  EBADSIZE: DAMAGED,
  ENOMEM: MEMORY,
  EAGAIN: { ...MEMORY, what: "the system has no room for another process or thread" },
  EADDRINUSE: { ...ADDRESS, what: "another program serves at this address" },
  EADDRNOTAVAIL: ADDRESS,
  EAFNOSUPPORT: ADDRESS,
  ECONNREFUSED: NETWORK,
  ECONNRESET: NETWORK,
  ENOTFOUND: { ...NETWORK, what: "the name of a host is not known" },
  EAI_AGAIN: { ...NETWORK, what: "the name of a host is not known" },
  ETIMEDOUT: NETWORK,
  ENETUNREACH: NETWORK,
  EHOSTUNREACH: NETWORK,
};

export function meaningOf(code: string): Meaning | undefined {
  return Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined;
}
