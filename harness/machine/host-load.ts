// SPDX-License-Identifier: GPL-2.0-only
// How a module is loaded into the Linux that runs here: by a script, as root.

/** Where sudo is, unless this is root already. */
const SUDO = '/usr/bin/sudo';

/** What the command line is made of that loads the module into the kernel of this machine. */
export interface LoadLine {
  /** Absolute path of load.sh. */
  script: string;
  /** Has the modules, and their words in a file. */
  folder: string;
  runId: string;
  isRoot?: boolean;
}

/** The file with the words of a module. */
export const WORDS_FILE = 'sct.args';

/** The exact command line. */
export function loadArgv({ script, folder, runId, isRoot = process.getuid?.() === 0 }: LoadLine): string[] {
  return [...(isRoot ? [] : [SUDO, '-n']), '/bin/sh', script, folder, runId];
}

/** What the script writes to the kernel's log before it loads anything. */
export function markOf(runId: string): string {
  return `sct load ${runId}`;
}
