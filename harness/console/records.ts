// SPDX-License-Identifier: GPL-2.0-only
// Logs that hold each line of the board as a value of JSON, one a line of the log.

/** A kind of such logs. */
interface Records {
  /** A line that holds something printed, by the board or by somebody else; what the first group has is JSON. */
  line: RegExp;
  /** What the board printed, of the value of that JSON; undefined if it was somebody else. */
  printed(value: unknown): unknown;
  /** The lines around these, which are nobody's. */
  around?: RegExp;
}

const record = (value: unknown) => value as Record<string, unknown>;

const RECORDS: readonly Records[] = [
  // LAVA's own log of a job: YAML, one flow mapping a line. What the board printed is said by the level.
  {
    line: /^- (\{"dt": ?".*"lvl": ?".*\})$/,
    printed: (value) =>
      ['target', 'feedback'].includes(`${record(value).lvl}`) ? record(value).msg : undefined,
  },
  // dmesg -J: an object over several lines for each record of the kernel's log, with -x and without.
  {
    line: /^ *"msg": (".*"),?$/,
    printed: (value) => value,
    around: /^ *(?:"\w+": *(?:[^"\s].*|".*",?)|[\]{}[,]+)$/,
  },
  // journalctl -o json. What is no text there, or is too long, is no string.
  {
    line: /^(\{.*"MESSAGE" ?: ?.*\})$/,
    printed: (value) => record(value).MESSAGE,
  },
];

/**
 * What takes the board's text out of a log's lines, if such a line is among them: a line to what the board printed, a character for each byte, undefined
 * for one that is nobody's. A line that is not as it should be stays.
 * @param lines a character for each byte
 */
export function recordReader(
  lines: readonly string[],
  mark: string,
): ((line: string) => string | undefined) | undefined {
  const kind = RECORDS.find(({ line }) => lines.some((one) => one.includes(mark) && line.test(one)));
  if (!kind) return undefined;
  return (line) => {
    const [, json] = kind.line.exec(line) ?? [];
    if (json === undefined) return kind.around?.test(line) ? undefined : line;
    try {
      const printed = kind.printed(JSON.parse(Buffer.from(json, 'latin1').toString()));
      return printed === undefined ? undefined : Buffer.from(`${printed}`).toString('latin1');
    } catch {
      return line;
    }
  };
}
