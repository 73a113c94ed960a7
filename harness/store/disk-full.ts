// SPDX-License-Identifier: GPL-2.0-only
// No room on a disk, told as that and nothing else.

import { SctError } from '../base/exit.ts';

/** A folder that sct fills, and the variable that moves it elsewhere. */
export interface Place {
  what: string;
  folder: string;
  variable: string;
}

/** There is no room for what sct has to write. No subject is to blame, so the exit code is that of an error of the bench. */
export class DiskFull extends SctError {
  override name = 'DiskFull';

  constructor({ what, folder, variable }: Place, why: string) {
    super(
      `there is no room for ${what} ${folder}: ${why}\nTo mend it: free some space there, or let ${variable} name a folder on another disk.`,
    );
  }
}

/** Whether an error of Node's file system calls is one of room. */
export function isFull(error: unknown): error is Error {
  const { code } = (error ?? {}) as { code?: unknown };
  return code === 'ENOSPC' || code === 'EDQUOT';
}

/** Does `work`, which writes to `place`. @throws DiskFull where there is no room; else what `work` throws */
export async function withRoomIn<T>(place: Place, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isFull(error) ? new DiskFull(place, error.message) : error;
  }
}
