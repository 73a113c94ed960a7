// SPDX-License-Identifier: GPL-2.0-only
// What one result shows: the fault that was printed with it, and the place that was found for it.

import type { CaseResult } from '../../base/verdict.ts';

/** A place in the image, as `namePlaces` writes it: `symbol+0x10 (file:14)`. */
export interface Place {
  symbol: string;
  offset: number;
  file?: string;
  line?: number;
}

/** A result that went wrong, and what is plain from it. */
export interface Seen {
  /** Its name, `suite.case`. */
  name: string;
  result: CaseResult;
  /** The fault that ended it, if one did. */
  fault?: {
    /** Exception class, ESR_ELx.EC; undefined for what the watchdog ended. */
    class: number | undefined;
    /** PSTATE.BTYPE of a Branch Target exception. */
    btype: number | undefined;
    /** Where it happened. */
    elr: bigint;
    /** Whether it is a call that kCFI has refused. */
    refused: boolean;
    /** What kind of memory it is about, where the guest has a word for it. */
    memory: string | undefined;
  };
  /** Of the fault, or of the first CPU of a guest that hung; undefined where no function lies. */
  place?: Place;
  hung: boolean;
}

/** Prefix of a trampoline's symbol. */
const TRAMPOLINE = '__SCT__';

const PLACE = /^(?:elr|pc): (\S+?)(?:\+0x([0-9a-f]+))?(?: \((.+):(\d+)\))?$/;
/** What was not tried any more names the place at which others hung. */
const NOT_TRIED = /^not tried: .*\bat (?!pc=)([A-Za-z_]\w*)(?:\+0x([0-9a-f]+))?(?: \((.+?):(\d+)\))?/;

/** Reads what a result shows. */
export function see(result: CaseResult): Seen {
  const { reason, details, cut } = result;
  const faults = details.map(faultIn).filter((found) => found !== undefined);
  // One that is about memory with a name says more than what came of it before or after.
  const fault = faults.find(({ shown }) => shown.memory !== undefined) ?? faults[0];
  const place = details.map((line) => placeIn(PLACE, line)).find((found) => found !== undefined);
  const missed = placeIn(NOT_TRIED, reason);
  const silent = / s without output\b/.test(reason);
  const hung = cut === 'hang' || fault?.kind === 'watchdog' || missed !== undefined || silent;
  const where = place ?? missed;
  return {
    name: `${result.suite}.${result.case}`,
    result,
    hung,
    ...(fault ? { fault: fault.shown } : {}),
    ...(where ? { place: where } : {}),
  };
}

/** All that a result says. */
export function textOf({ reason, details }: CaseResult): string {
  return [reason, ...details].join('\n');
}

/** Whether a place is in a trampoline. */
export function inTrampoline({ place }: Seen): boolean {
  return place?.symbol.startsWith(TRAMPOLINE) ?? false;
}

function faultIn(line: string): { kind: string; shown: NonNullable<Seen['fault']> } | undefined {
  if (!/^fault\s/.test(line)) return undefined;
  const fields = new Map(
    Array.from(line.matchAll(/(\w+)=(\S+)/g), ([, key = '', value = '']) => [key, value]),
  );
  const elr = fields.get('elr') ?? '';
  const esr = Number(fields.get('esr') ?? Number.NaN);
  return {
    kind: fields.get('kind') ?? '',
    shown: {
      class: Number.isInteger(esr) ? Math.floor(esr / 2 ** 26) % 64 : undefined,
      btype: fields.has('btype') ? Number(fields.get('btype')) : undefined,
      elr: /^0x[0-9a-f]{1,16}$/.test(elr) ? BigInt(elr) : -1n,
      refused: fields.has('target'),
      memory: fields.get('memory'),
    },
  };
}

function placeIn(pattern: RegExp, line: string): Place | undefined {
  const [, symbol, offset = '0', file, number] = pattern.exec(line) ?? [];
  if (symbol === undefined) return undefined;
  return {
    symbol,
    offset: Number.parseInt(offset, 16),
    ...(file === undefined ? {} : { file, line: Number(number) }),
  };
}
