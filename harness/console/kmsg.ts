// SPDX-License-Identifier: GPL-2.0-only
// The records of /dev/kmsg to the lines that printk() was given (Linux, Documentation/ABI/testing/dev-kmsg): `priority,sequence,microseconds,flags;text`,
// and behind it, each after a blank, lines of a dictionary.

import { readRawLines } from './lines.ts';

const RECORD = /^\d+,(\d+),\d+,[^;]*;/;
/** What would break a line, or is no ASCII, and the backslash itself. */
const ESCAPED = /\\x([0-9a-f]{2})/g;

/** A record. */
export interface KmsgRecord {
  /** Its number: one more with each record since the kernel was started. */
  sequence: number;
  /** As it was printed, a byte a character; it may have several lines. */
  text: string;
}

/** What a line of /dev/kmsg has; undefined if it goes on a record, or is cut. @param line a byte a character */
export function kmsgRecord(line: string): KmsgRecord | undefined {
  const [head, sequence] = RECORD.exec(line) ?? [];
  if (head === undefined) return undefined;
  const text = line
    .slice(head.length)
    .replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return { sequence: Number(sequence), text };
}

/**
 * What was printed since the line `mark`, line by line. Who reads it may have begun anew, and has some records twice: none is given twice. Records that the
 * kernel has dropped before they were read are told of in a line of their own, which is nobody's.
 */
export async function* kmsgLines(
  source: AsyncIterable<Uint8Array>,
  mark: string,
): AsyncGenerator<Uint8Array, void, void> {
  let last: number | undefined;
  for await (const line of readRawLines(source)) {
    if (!('bytes' in line)) continue;
    const record = kmsgRecord(Buffer.from(line.bytes).toString('latin1'));
    if (!record) continue;
    const { sequence, text } = record;
    if (last === undefined) {
      if (text === mark) last = sequence;
      continue;
    }
    if (sequence <= last) continue;
    const lost = sequence - last - 1;
    last = sequence;
    yield Buffer.from(`${lost > 0 ? `lost: ${lost} records of the kernel's log\n` : ''}${text}\n`, 'latin1');
  }
}
