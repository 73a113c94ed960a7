// SPDX-License-Identifier: GPL-2.0-only
// An initramfs: a cpio archive in the format "newc" (Linux's Documentation/driver-api/early-userspace/buffer-format.rst), not compressed.

/** One regular file of the archive, in its root. */
export interface ArchiveFile {
  name: string;
  content: Uint8Array;
  executable?: boolean;
}

const REGULAR = 0o100000;
const TRAILER = 'TRAILER!!!';

/** The archive of these files: root's, and as old as time itself. */
export function cpioArchive(files: readonly ArchiveFile[]): Buffer {
  const entries = files.map(({ name, content, executable = false }, index) =>
    entry(name, content, index + 1, REGULAR | (executable ? 0o755 : 0o644)),
  );
  return Buffer.concat([...entries, entry(TRAILER, new Uint8Array(), 0, 0)]);
}

function entry(name: string, content: Uint8Array, inode: number, mode: number): Buffer {
  const nameBytes = Buffer.from(`${name}\0`);
  // In this order: inode, mode, uid, gid, links, mtime, size, device and device of the file itself (major and minor), size of the name, checksum.
  const fields = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, nameBytes.length, 0];
  const header = Buffer.from(`070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`);
  return Buffer.concat([padded(Buffer.concat([header, nameBytes])), padded(content)]);
}

/** Up to a multiple of 4 bytes. */
function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
}
