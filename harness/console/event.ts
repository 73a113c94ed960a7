// SPDX-License-Identifier: GPL-2.0-only
// What the console reader makes of the guest's bytes: one event a line, in order. See docs/console.md.

export type ResultWord = 'pass' | 'fail' | 'skip' | 'xfail' | 'error';

/** What a line of the console says (docs/console.md). */
export type ConsoleEvent =
  /** `# sct boot run=… midr=…`: first line of a boot. A second one is a reset. */
  | { kind: 'boot'; fields: Record<string, string> }
  /** `1..N` at either depth; `suite` is null at the top. */
  | { kind: 'plan'; suite: string | null; count: number }
  | { kind: 'suite'; suite: string }
  | { kind: 'begin'; suite: string; case: string }
  /** A line between begin and result that explains: `fail`, `warn`, `fault`, `regs`, or free text. */
  | { kind: 'detail'; text: string }
  | { kind: 'fault'; fields: Record<string, string> }
  | { kind: 'metric'; name: string; value: number; unit: string }
  | { kind: 'samples'; name: string; unit: string; values: number[] }
  /** `# done suite.case …`: the runner's word that the case's code is over; `fields` has `us`, how long it took. */
  | { kind: 'done'; suite: string; case: string; fields: Record<string, string> }
  | { kind: 'result'; suite: string | null; case: string; number: number; word: ResultWord; reason: string }
  | { kind: 'suiteEnd'; suite: string; number: number; ok: boolean }
  | { kind: 'panic'; text: string }
  | { kind: 'end'; fields: Record<string, string> }
  /** `# sum n=… lines=… crc=…`, as printed; whoever has the bytes makes one of the next two of it. */
  | { kind: 'sum'; fields: Record<string, string> }
  /** All since the last of these is as the guest printed it. */
  | { kind: 'intact' }
  /** It is not: where, and how that shows. */
  | { kind: 'damaged'; text: string }
  /** Bytes that are no line of the protocol. */
  | { kind: 'noise'; text: string };
