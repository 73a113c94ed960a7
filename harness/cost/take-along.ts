// SPDX-License-Identifier: GPL-2.0-only
// What a person takes to a machine of his own: one file for any arm64 Linux or Android, one for a boot loader.

import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Builder } from '../compile/build.ts';
import { withOwnArgs } from '../inspect/own-args.ts';
import type { Machine } from '../machine/machine.ts';
import { MACHINES } from '../machine/machines.ts';
import type { Prepared } from '../run/prepare.ts';
import type { Subject } from '../subject/subject.ts';

/** Whose builds they are, and what they are called there. */
const FILES = [
  { machine: 'process', file: 'sct-cost', what: 'elf' },
  { machine: 'max', file: 'Image', what: 'bin' },
] as const;

/** Writes both, and how to use them. Gives their names. @throws NotBuilt */
export async function takeAlong(
  subject: Subject,
  builder: Builder,
  folder: string,
  prepare: (subject: Subject, machine: Machine, builder: Builder) => Promise<Extract<Prepared, { ok: true }>>,
): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  for (const { machine, file, what } of FILES) {
    const record = MACHINES.find(({ name }) => name === machine);
    if (!record) continue;
    const { image, facts } = await prepare(subject, record, builder);
    const named = withOwnArgs(
      readFileSync(image[what]),
      facts.ownArgs,
      `sct.subject=${subject.name}`,
      what === 'elf' ? 'elf' : 'flat',
    );
    writeFileSync(join(folder, file), named);
    chmodSync(join(folder, file), 0o755);
  }
  writeFileSync(join(folder, 'README.txt'), readme(subject.name));
  return [...FILES.map(({ file }) => file), 'README.txt'];
}

function readme(subject: string): string {
  return `What a static call costs: ${subject}

On any arm64 Linux or Android, without root:

    ./sct-cost sct.watchdog_ms=0 > cost.log
    adb push sct-cost /data/local/tmp/ && adb shell /data/local/tmp/sct-cost sct.watchdog_ms=0 > cost.log

sct.placements=30, sct.calls=65536 and sct.seed=1 are what it does unless told. With kernel.perf_event_paranoid at 2 or below it counts
cycles and events; without, it tells cycles by the time that an addition takes.

On a board, from its boot loader: Image, as any arm64 kernel, with the boot argument sct.watchdog_ms=0; keep what the console prints.

Then, where sct is:

    sct cost --log cost.log --name "what it is" --json cost.json
    sct cost --merge *.json
`;
}
