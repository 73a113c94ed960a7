// SPDX-License-Identifier: GPL-2.0-only
// A log that somebody else wrote: what terminals, loggers and labs put around a guest's lines is taken off again. What cannot be told from the guest's
// own bytes stays, and the checksums say that it is too much.

import type { RawLine } from './lines.ts';
import { recordReader } from './records.ts';

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

const TAG = '[A-Za-z][\\w.-]*(?:\\[\\d+\\])?:';
const HOST_AND_TAG = `[\\w.-]+ ${TAG}`;
const LEVEL = '[a-z]+[0-7]?\\.[a-z]+';
/** logcat -v process, which has something behind the line, too. */
const PROCESS = /^[VDIWEF]\((?:\w+: *)? *\d+\)/;

/** What stands at the beginning of a line that a logger has stamped, but for the blanks behind it. */
const STAMPS: readonly RegExp[] = [
  // journalctl, by the monotonic clock, of the kernel or of a process; -o short-delta.
  new RegExp(`\\[ *\\d+\\.\\d{6}(?: <[ \\d.]+>)?\\] ${HOST_AND_TAG}`),
  // printk, as the console or dmesg has it: seconds, and perhaps the thread or CPU; the level, where it was asked for.
  /(?:<\d+>)?\[ *\d+\.\d{6}\](?:\[ *[TC]\d+\])?/,
  // grabserial: since the start, or the time of day, and since the line before.
  new RegExp(`\\[(?:\\d+\\.\\d{6}|${TIME}) +\\d+\\.\\d{6}\\]`),
  // dmesg -x, in front of its time; /dev/kmsg.
  /[a-z]+ *:[a-z]+ *:/,
  /\d+,\d+,\d+,[-+c](?:,[a-z]+=\S+)?;/,
  // dmesg -T; dmesg -H, a time for each minute's first line.
  new RegExp(`\\[[A-Z][a-z]{2} ${DAY} ${TIME} \\d{4}\\]`),
  /\[(?:[A-Z][a-z]{2} ?\d{1,2} \d\d:\d\d| *[+<] *\d+\.\d{6}>?)\]/,
  // syslog, journalctl and its iso formats: of the kernel, or of whoever wrote it there.
  new RegExp(
    `(?:(?:${DAY} |[A-Z][a-z]{2} \\d{4}-\\d\\d-\\d\\d )${TIME}(?: [A-Z]+)?|${ISO}|\\d{9,}\\.\\d{6}) ${HOST_AND_TAG}`,
  ),
  // busybox's syslogd, and OpenWrt's; RFC 5424.
  new RegExp(`${DAY} ${TIME} [\\w.-]+ ${LEVEL} ${TAG}`),
  new RegExp(`[A-Z][a-z]{2} ${DAY} ${TIME} \\d{4} ${LEVEL} ${TAG}`),
  new RegExp(`<\\d+>1 ${ISO} \\S+ \\S+ \\S+ \\S+ -`),
  // logcat: brief and tag, thread (process is below); time, threadtime and what may be added to it (year, zone, uid); by the epoch, by the monotonic clock.
  /[VDIWEF]\/[^:(]*(?:\( *\d+\))?:/,
  /[VDIWEF]\((?:\w+: *)? *\d+: *\d+\)/,
  new RegExp(
    `(?:\\d{4}-)?\\d\\d-\\d\\d ${TIME}(?: [+-]\\d{4})?(?: +\\w+)?(?: +\\d+ +\\d+)? [VDIWEF][ /][^:]*:`,
  ),
  / *\d+\.\d{3,9} +\d+ +\d+ [VDIWEF] [^:]*:/,
  // annotate-output, Python's logging.
  new RegExp(`${TIME} [OE]:`),
  new RegExp(`${ISO} - \\S+ - [A-Z]+ -`),
  // ts, and its -s, -i and %.s; an IDE's monitor; TAI64N, as svlogd and multilog have it.
  new RegExp(`${DAY} ${TIME}`),
  new RegExp(`${TIME}(?: ->)?`),
  /\d{9,}(?:\.\d+)?|\d+\.\d{6}/,
  /@4[0-9a-f]{23}/,
  // LAVA, dmesg --time-format iso, ts with a format of that kind; with a colon, labgrid and scripts that follow a job. A CI's runner has the stream behind it.
  new RegExp(`${ISO}(?::| \\d\\d[OE]\\b| [-,])?`),
  /\d{8}T\d{6}(?:[.,]\d+)?Z?/,
  // minicom, tio, picocom's helpers.
  new RegExp(`\\[(?:${ISO}|${TIME}|\\d{9,}\\.\\d+)\\]`),
  // A mail that quotes it.
  />/,
]
  .map(({ source }) => new RegExp(`^(?:${source})`))
  .concat(PROCESS);

/** A stamp and the blanks behind it, as they stand before a boot line. */
interface Layer {
  stamp: RegExp;
  gap: string;
}

/** What logcat -v process has behind each line: who printed it. */
const WHO = / {2}\([^()]*\)$/;

/** Lines that loggers put between those of the board: conserver, screen, logcat. A guest that prints one all the same has it in its checksum. */
const OF_THE_LOGGER: readonly RegExp[] = [
  /^\[-- .* -- .*\]$/,
  /^-- .* -- time-stamp -- .* --$/,
  /^-{9} (?:beginning of|switch to) \w+$/,
  // logcat -v long: a line of its own in front of each, an empty one behind it.
  /^\[ +[-\d:. +]*\d\.\d{3,9}(?: [+-]\d{4})? +(?:\w+: *)?\d+: *\d+ [VDIWEF]\/.* \]$/,
];

/**
 * The boots in a log, in order; none if there is no boot line. What stands before the first is nobody's, and so is what stands before a boot line in
 * the same line: a stamp, or what a reset has cut off.
 */
export function bootsIn(log: Uint8Array): LoggedBoot[] {
  const boots: LoggedBoot[] = [];
  let layers: Layer[] = [];
  let behind = '';
  for (const [at, line = ''] of printedLines(log).entries()) {
    const [before = '', ...starts] = line.split(BOOT);
    if (starts.length === 0) {
      const text = withoutStamps(line, layers, behind);
      boots.at(-1)?.lines.push(rawLine(OF_THE_LOGGER.some((own) => own.test(text)) ? '' : text));
      continue;
    }
    const known = layersOf(before);
    layers = known ?? layers;
    if (known) behind = known.some(({ stamp }) => stamp === PROCESS) ? (WHO.exec(line)?.[0] ?? '') : '';
    for (const text of starts)
      boots.push({
        lines: [rawLine(BOOT + without(text, behind))],
        first: at + 1,
        strange: known || layers.length > 0 ? '' : before,
      });
  }
  return boots;
}

/** A text without its end, if that is what it ends in. */
function without(text: string, end: string): string {
  return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text;
}

function rawLine(text: string): RawLine {
  return { bytes: Buffer.from(text, 'latin1'), long: false };
}

/** What PowerShell's redirection begins a file with: UTF-16, the lower byte first. */
const UTF16 = '\xff\xfe';
/** What an editor of Windows begins a file with. */
const UTF8 = '\xef\xbb\xbf';

/** A log as it came through, a character for each byte. */
function textOf(log: Uint8Array): string {
  const bytes = Buffer.from(log.buffer, log.byteOffset, log.byteLength);
  const text = bytes.toString('latin1');
  // It took each byte for a character of its own code page, of which the guest prints only those of ASCII.
  return text.startsWith(UTF16)
    ? Buffer.from(bytes.toString('utf16le', 2)).toString('latin1')
    : text.startsWith(UTF8)
      ? text.slice(UTF8.length)
      : text;
}

/** The lines of a log, a character for each byte, as the board printed them but for stamps; undefined for one that is the lab's own. */
function printedLines(log: Uint8Array): (string | undefined)[] {
  const lines = textOf(log).split('\n').map(withoutControl);
  if (lines.at(-1) === '') lines.pop();
  const printedIn = recordReader(lines, BOOT);
  if (!printedIn) return lines;
  return lines.map((line) => {
    const printed = printedIn(line);
    return printed === undefined ? undefined : withoutControl(printed);
  });
}

/** A line without what moves a terminal's cursor. NUL is what telnet puts behind CR. */
function withoutControl(line: string): string {
  return line.replace(/[\r\0]/g, '').replaceAll(ESCAPES, '');
}

/** What the text before a boot line is made of; undefined if that is not known. */
function layersOf(before: string): Layer[] | undefined {
  const layers: Layer[] = [];
  let rest = before;
  while (rest !== '') {
    const stamp = STAMPS.find((one) => one.test(rest));
    if (!stamp) return undefined;
    rest = rest.replace(stamp, '');
    const gap = /^[ \t]*/.exec(rest)?.[0] ?? '';
    rest = rest.slice(gap.length);
    layers.push({ stamp, gap });
  }
  return layers;
}

/** A line without its stamps and what is behind it; as it is if it does not have them all. */
function withoutStamps(line: string, layers: readonly Layer[], behind: string): string {
  if (!line.endsWith(behind)) return line;
  let rest = without(line, behind);
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
