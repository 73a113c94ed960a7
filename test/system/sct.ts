// SPDX-License-Identifier: GPL-2.0-only
// `sct` as its users start it: a process of its own, running what `npm test` built in dist/.

import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** The path of a fake QEMU of test/fixtures/qemu/. */
export const fake = (name: string) => fileURLToPath(new URL(`../fixtures/qemu/${name}`, import.meta.url));

/**
 * A temporary folder for a test to give to `sct` as TMPDIR. Right below /tmp, wherever this machine's own is: a run whose sockets would get too long
 * a path takes /tmp itself, and the test would look into the wrong place.
 */
export function scratch(): string {
  return mkdtempSync('/tmp/sct-t-');
}

export interface Started {
  env?: Record<string, string>;
}

/** Starts `sct` with these words. */
export function sct(words: readonly string[], { env = {} }: Started = {}) {
  return execa(process.execPath, [CLI, ...words], { reject: false, stdin: 'ignore', env });
}

/** The living processes (zombies aside) in whose command line or environment `text` stands, by pid: a script that execs keeps only the latter. */
export function processesWith(text: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        const words = ['cmdline', 'environ'].map((file) => readFileSync(`/proc/${pid}/${file}`, 'utf8'));
        return words.join('\0').includes(text) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      } catch {
        return false;
      }
    });
}
