// SPDX-License-Identifier: GPL-2.0-only
// Where a run keeps its files: a folder of its own, gone afterwards unless somebody wants to see it.

import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../base/exit.ts';
import { DiskFull, isFull, type Place } from './disk-full.ts';
import { ownerTag } from './owner.ts';
import { KEPT, PREFIX } from './sweep.ts';

/** The longest folder name of a cell. */
const CELL_NAME = 32;
/** The longest path of a cell: that of a unix socket in it ends at 107 bytes. */
const CELL_PATH = 95;

/** A run's folder. Disposing of it removes it, unless it is kept. */
export interface RunFolder extends AsyncDisposable {
  readonly path: string;
  readonly kept: boolean;
  /** Makes the folder of a cell, named after it as far as a file name allows. */
  cellFolder(name: string): string;
  /** From now on it stays: after this process, and for every later sweep. */
  keep(): void;
}

/** Folders to remove should the process leave without disposing of them. */
const unkept = new Set<string>();
let hooked = false;

/**
 * Makes the folder of a run, below the temporary folder (below /tmp, if that one's path is too long for a socket).
 * @throws UsageError if none can be made there, DiskFull if there is no room
 */
export async function createRunFolder(): Promise<RunFolder> {
  const path = await makeFolder();
  if (!hooked) process.on('exit', removeUnkept);
  hooked = true;
  unkept.add(path);
  return {
    path,
    get kept() {
      return !unkept.has(path);
    },
    cellFolder(cell) {
      const folder = join(path, cellName(cell));
      mkdirSync(folder);
      return folder;
    },
    keep() {
      writeFileSync(join(path, KEPT), '');
      unkept.delete(path);
    },
    async [Symbol.asyncDispose]() {
      if (!unkept.delete(path)) return;
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** The place of a run's folder, for the message that it is full. */
export function roomFor(folder: string): Place {
  return { what: "this run's folder in", folder, variable: 'TMPDIR' };
}

async function makeFolder(): Promise<string> {
  const name = `${PREFIX}${ownerTag()}-XXXXXX`;
  const base = baseFolder(name);
  try {
    const { dir } = await import('tmp-promise');
    // keep: tmp-promise itself removes nothing at exit, since it cannot know what was kept.
    return (await dir({ tmpdir: realpathSync(base), template: name, keep: true })).path;
  } catch (error) {
    if (isFull(error)) throw new DiskFull(roomFor(base), error.message);
    throw new UsageError(
      `no folder for this run can be made in ${base}: ${(error as Error).message}\nTo mend it: let TMPDIR name a folder that can be written.`,
    );
  }
}

function baseFolder(name: string): string {
  const longest = join(tmpdir(), name, 'x'.repeat(CELL_NAME));
  return Buffer.byteLength(longest) <= CELL_PATH ? tmpdir() : '/tmp';
}

/** A file name for a cell: unique, short and without anything a shell or QEMU reads. */
function cellName(cell: string): string {
  const plain = cell.replaceAll(/[^\w.@-]/g, '_').replace(/^\.+/, '_');
  if (plain === cell && cell.length <= CELL_NAME) return cell;
  const hash = createHash('sha256').update(cell).digest('hex').slice(0, 8);
  return `${plain.slice(0, CELL_NAME - 9)}-${hash}`;
}

function removeUnkept(): void {
  for (const path of unkept) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
