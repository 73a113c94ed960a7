// SPDX-License-Identifier: GPL-2.0-only
// The console of Linux: the module's lines among Linux's own. The module marks its own (guest/module/linux/glue.c), so that each is known for what it is
// and only the module's are in its checksums.

import { readRawLines, textOf } from './lines.ts';

const OWN = Buffer.from('sct: ');
/** The next own line is the rest of this one: printk() takes no longer ones. */
const GOES_ON = Buffer.from('sct+ ');
const LF = Buffer.from('\n');

/** What Linux says when something is badly wrong; the first line of each, and what names the place. */
const GRAVE =
  /^(?:Kernel panic|Internal error|Unable to handle kernel|kernel BUG at|WARNING:|CFI failure|BUG:|Oops|Out of memory|.*(?:soft lockup|hung_task|rcu.*stall))|^(?:pc|lr|Call trace) :/;
const PANIC = /^Kernel panic - not syncing: (.*)$/;

/** A line that is not the module's. */
export interface LinuxLine {
  text: string;
  /** Whether something is badly wrong. */
  grave: boolean;
  /** Why Linux gave up, if this says so. */
  panic?: string;
}

/** The module's own bytes, line by line and as it printed them; `onLinux` is told of each other line, in its place. */
export async function* ownLines(
  source: AsyncIterable<Uint8Array>,
  onLinux: (line: LinuxLine) => void,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const line of readRawLines(source)) {
    if (!('bytes' in line)) continue;
    const bytes = withoutCr(line.bytes);
    if (startsWith(bytes, OWN)) yield Buffer.concat([bytes.subarray(OWN.length), LF]);
    else if (startsWith(bytes, GOES_ON)) yield bytes.subarray(GOES_ON.length);
    else onLinux(linuxLine(textOf(line)));
  }
}

function linuxLine(text: string): LinuxLine {
  const [, panic] = PANIC.exec(text) ?? [];
  return { text, grave: GRAVE.test(text), ...(panic === undefined ? {} : { panic }) };
}

function withoutCr(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes;
}

function startsWith(bytes: Uint8Array, mark: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(0, mark.length), mark) === 0;
}
