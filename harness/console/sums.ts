// SPDX-License-Identifier: GPL-2.0-only
// Whether a log is what the guest printed: its checksums against the bytes that came. docs/console.md says what they are of.

import { crc32 } from 'node:zlib';
import type { ConsoleEvent } from './event.ts';
import type { RawLine } from './lines.ts';

const CR = 0x0d;
const LF = Buffer.of(0x0a);
const BOOT = Buffer.from('# sct boot');
const CRC = Buffer.from(' crc=');

/** How what is said of damage reads. */
export const DAMAGE = /\blines? \d+(?: to \d+)? of the log: /;

/** The fields that end a line with a checksum. */
interface Sum {
  number: number;
  lines: number;
  crc: number;
}

/** Follows the checksums of a console, line by line. */
export interface Sums {
  /**
   * Takes a line and what it was read as; gives what to add: whether the lines up to here are as they were printed. `end` comes behind that, since
   * nothing may come after it.
   */
  take(line: RawLine, events: readonly ConsoleEvent[]): ConsoleEvent[];
  /** Takes a piece more of the line before. */
  more(rest: Uint8Array): void;
  /** What to add when there are no more lines. */
  finish(): ConsoleEvent[];
}

/** At the start of a console, or behind so many lines of a log. */
export function startOfSums(before = 0): Sums {
  let line = before;
  let first = before + 1;
  let crc = 0;
  let lines = 0;
  let last = -1;
  let lost = false;
  let said = false;
  let inLine = false;

  const add = (bytes: Uint8Array) => {
    crc = crc32(bytes, crc);
  };
  /** A long line ends where the next begins. */
  const endLine = () => {
    if (!inLine) return;
    add(LF);
    lines += 1;
    inLine = false;
  };
  const restart = () => {
    crc = 0;
    lines = 0;
    first = line + 1;
    said = false;
  };
  const check = (sum: Sum | undefined): ConsoleEvent => {
    const where = first === line ? `line ${line}` : `lines ${first} to ${line}`;
    const damaged = (what: string): ConsoleEvent => ({
      kind: 'damaged',
      text: `${where} of the log: ${what}`,
    });
    if (!sum) {
      lost = true;
      return damaged('no checksum vouches for what stands there');
    }
    if (sum.crc !== crc) {
      lost = true;
      const missing = sum.number === last + 1 ? sum.lines - lines : 0;
      return damaged(`not as the guest printed it: ${differenceOf(missing)}`);
    }
    // What is between two that are not right cannot be told from one that is missing.
    const isNext = lost ? sum.number > last : sum.number === last + 1;
    const before = last;
    last = Math.max(last, sum.number);
    lost = false;
    if (isNext) return { kind: 'intact' };
    return damaged(
      sum.number > before
        ? `what came before it is lost, from checksum ${before + 1} to ${sum.number - 1}`
        : `checksum ${sum.number} stands there once more`,
    );
  };

  return {
    more(rest) {
      add(withoutCr(rest));
    },
    take({ bytes, long }, events) {
      endLine();
      line += 1;
      let own = withoutCr(bytes);
      if (own.length === 0) return [...events];
      const boots = events.some(({ kind }) => kind === 'boot');
      if (boots) {
        first = line;
        crc = 0;
        lines = 0;
        last = -1;
        lost = false;
        own = own.subarray(own.lastIndexOf(BOOT));
      }
      said ||= events.some(({ kind }) => kind === 'result' || kind === 'suiteEnd');
      // A guest that resets in the midst of a line goes on in it.
      const summed = events.findLast(({ kind }) => kind === 'boot' || kind === 'sum' || kind === 'end');
      if (!summed) {
        add(own);
        inLine = true;
        if (!long) endLine();
        return [...events];
      }
      const at = own.lastIndexOf(CRC);
      add(at < 0 ? own : own.subarray(0, at));
      const verdict = check(sumOf(summed));
      restart();
      return summed.kind === 'end'
        ? [...events.filter((event) => event !== summed), verdict, summed]
        : [...events.filter(({ kind }) => kind !== 'sum'), verdict];
    },
    finish() {
      return said ? [check(undefined)] : [];
    },
  };
}

function withoutCr(bytes: Uint8Array): Buffer {
  if (bytes.includes(CR)) return Buffer.from(bytes.filter((byte) => byte !== CR));
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function sumOf(event: ConsoleEvent): Sum | undefined {
  if (event.kind !== 'boot' && event.kind !== 'sum' && event.kind !== 'end') return undefined;
  const { n = '', lines = '', crc = '' } = event.fields;
  if (!/^\d+$/.test(n) || !/^\d+$/.test(lines) || !/^[0-9a-f]{8}$/.test(crc)) return undefined;
  return { number: Number(n), lines: Number(lines), crc: Number.parseInt(crc, 16) };
}

/** @param missing lines that the guest printed more */
function differenceOf(missing: number): string {
  const count = Math.abs(missing);
  if (count === 0) return 'something is changed, lost or doubled';
  return missing > 0
    ? `${count} ${count === 1 ? 'line is' : 'lines are'} lost`
    : `there ${count === 1 ? 'is 1 line' : `are ${count} lines`} more`;
}
