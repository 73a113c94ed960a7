// SPDX-License-Identifier: GPL-2.0-only
// A log that somebody else wrote: what terminals, loggers and labs put around a guest's lines is taken off again. What cannot be told from the guest's
// own bytes stays, and the checksums say that it is too much.

import type { RawLine } from './lines.ts';

/** One boot in a log: from its boot line to the next one, or to the end. */
export interface LoggedBoot {
  lines: RawLine[];
  /** The number of its first line in the log, from 1. */
  first: number;
  /** What stands before the guest's own text in each line, if nobody knows what that is. */
  strange: string;
}

const BOOT = '# sct boot';

/** ECMA-48: control sequences, strings (a window's title), and the short ones. */
const ESCAPES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-Z\\^-~])/g;

const TIME = '\\d\\d:\\d\\d:\\d\\d(?:[.,]\\d+)?';
const DAY = '[A-Z][a-z]{2} [ \\d]\\d';
const ISO = `\\d{4}-\\d\\d-\\d\\d[T ]${TIME}(?:Z|[+-]\\d\\d:?\\d\\d)?`;

/** What stands at the beginning of a line that a logger has stamped, but for the blanks behind it. */
const STAMPS: readonly RegExp[] = [
  // printk, as the console or dmesg has it: seconds, and perhaps the thread or CPU; the level, where it was asked for.
  /(?:<\d+>)?\[ *\d+\.\d{6}\](?:\[ *[TC]\d+\])?/,
  // grabserial: since the start, and since the line before.
  /\[\d+\.\d{6} +\d+\.\d{6}\]/,
  // dmesg -T.
  new RegExp(`\\[[A-Z][a-z]{2} ${DAY} ${TIME} \\d{4}\\]`),
  // syslog, journalctl.
  new RegExp(`${DAY} ${TIME} \\S+ kernel:`),
  // ts, and its -s, -i and %.s.
  new RegExp(`${DAY} ${TIME}`),
  new RegExp(TIME),
  /\d{9,}(?:\.\d+)?/,
  // LAVA, dmesg --time-format iso, ts with a format of that kind.
  new RegExp(ISO),
  // minicom, tio, picocom's helpers.
  new RegExp(`\\[(?:${ISO}|${TIME})\\]`),
].map(({ source }) => new RegExp(`^${source}`));

/** A stamp and the blanks behind it, as they stand before a boot line. */
interface Layer {
  stamp: RegExp;
  gap: string;
}

/** A line of LAVA's own log of a job (YAML, one flow mapping a line). */
const LAVA = /^- (\{"dt": ?".*"lvl": ?".*\})$/;
/** What the board printed, there. */
const OF_THE_BOARD: readonly unknown[] = ['target', 'feedback'];

/**
 * The boots in a log, in order; none if there is no boot line. What stands before the first is nobody's, and so is what stands before a boot line in
 * the same line: a stamp, or what a reset has cut off.
 */
export function bootsIn(log: Uint8Array): LoggedBoot[] {
  const boots: LoggedBoot[] = [];
  let layers: Layer[] = [];
  for (const [at, line = ''] of printedLines(log).entries()) {
    const [before = '', ...starts] = line.split(BOOT);
    if (starts.length === 0) {
      boots.at(-1)?.lines.push(rawLine(withoutStamps(line, layers)));
      continue;
    }
    const known = layersOf(before);
    layers = known ?? layers;
    for (const text of starts)
      boots.push({
        lines: [rawLine(BOOT + text)],
        first: at + 1,
        strange: known || layers.length > 0 ? '' : before,
      });
  }
  return boots;
}

function rawLine(text: string): RawLine {
  return { bytes: Buffer.from(text, 'latin1'), long: false };
}

/** The lines of a log, a character for each byte, as the board printed them but for stamps; undefined for one that is the lab's own. */
function printedLines(log: Uint8Array): (string | undefined)[] {
  const lines = Buffer.from(log.buffer, log.byteOffset, log.byteLength).toString('latin1').split('\n');
  if (lines.at(-1) === '') lines.pop();
  const isLava = lines.some((line) => line.includes(BOOT) && LAVA.test(line.trimEnd()));
  return lines.map((line) => {
    const bare = line.replaceAll('\r', '').replaceAll(ESCAPES, '');
    return isLava ? messageOf(bare) : bare;
  });
}

function messageOf(line: string): string | undefined {
  const [, json] = LAVA.exec(line) ?? [];
  if (json === undefined) return line;
  try {
    const { lvl, msg } = JSON.parse(Buffer.from(json, 'latin1').toString()) as Record<string, unknown>;
    if (!OF_THE_BOARD.includes(lvl)) return undefined;
    return Buffer.from(`${msg}`).toString('latin1').replaceAll('\r', '').replaceAll(ESCAPES, '');
  } catch {
    return line;
  }
}

/** What the text before a boot line is made of; undefined if that is not known. */
function layersOf(before: string): Layer[] | undefined {
  const layers: Layer[] = [];
  let rest = before;
  while (rest !== '') {
    const stamp = STAMPS.find((one) => one.test(rest));
    if (!stamp) return undefined;
    rest = rest.replace(stamp, '');
    const gap = /^ */.exec(rest)?.[0] ?? '';
    rest = rest.slice(gap.length);
    layers.push({ stamp, gap });
  }
  return layers;
}

/** A line without its stamps; as it is if it does not have them all. */
function withoutStamps(line: string, layers: readonly Layer[]): string {
  let rest = line;
  for (const { stamp, gap } of layers) {
    const size = stamp.exec(rest)?.[0].length;
    if (size === undefined) return line;
    rest = rest.slice(size);
    // Nothing follows, and somebody has taken off the blanks at the end.
    if (rest.trim() === '') return '';
    if (!rest.startsWith(gap)) return line;
    rest = rest.slice(gap.length);
  }
  return rest;
}
