// SPDX-License-Identifier: GPL-2.0-only
// `sct` as its users start it: a process of its own, running what `npm test` built in dist/.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** The path of a fake QEMU of test/fixtures/qemu/. */
export const fake = (name: string) => fileURLToPath(new URL(`../fixtures/qemu/${name}`, import.meta.url));

export interface Started {
  env?: Record<string, string>;
}

/** Starts `sct` with these words. */
export function sct(words: readonly string[], { env = {} }: Started = {}) {
  return execa(process.execPath, [CLI, ...words], { reject: false, stdin: 'ignore', env });
}

/** The living processes (zombies aside) in whose command line `text` stands, by pid. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return line.includes(text) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      } catch {
        return false;
      }
    });
}
