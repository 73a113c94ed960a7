// SPDX-License-Identifier: GPL-2.0-only
// Puts names to the addresses that a cell's results speak of: all of them are asked for at once, after everything is judged.

import type { Locate } from '../base/locate.ts';
import type { CaseResult } from '../base/verdict.ts';

/** What a line calls the address of code. Registers at large are not: most hold data. */
const CODE_ADDRESS = /\b(elr|pc|lr|x30|target)=(0x[0-9a-f]{1,16})\b/gi;

/** What is to come next when a call is over: the call is the instruction before, and may be on another line. */
const RETURN_ADDRESS: readonly string[] = ['lr', 'x30'];
const INSTRUCTION = 4n;

/** Where a sentence goes on behind an address, the place stands for it. */
const AT_ADDRESS = /\b(at (?:elr|pc)|target)=(0x[0-9a-f]{1,16})\b/g;

/**
 * The same results, with the place behind each address of code in what did not pass: in a reason `…; elr: f+0x10 (f.c:14)`, among the
 * details as lines of their own. What the console said last stays as it was printed.
 */
export async function namePlaces(results: readonly CaseResult[], locate: Locate): Promise<CaseResult[]> {
  const linesOf = ({ reason, details }: CaseResult) => [reason, ...details.filter(isOurs)];
  const wrong = results.filter(({ verdict }) => verdict !== 'pass');
  const addresses = wrong.flatMap(linesOf).flatMap((line) => addressesIn(line).map(({ address }) => address));
  if (addresses.length === 0) return [...results];
  const places = await locate([...new Set(addresses)]);
  const named = (line: string) => [line, ...placesIn(line, places)];
  return results.map((result) =>
    result.verdict === 'pass'
      ? result
      : {
          ...result,
          reason: named(
            result.reason.replace(AT_ADDRESS, (text, what, address) =>
              at(what, places.get(BigInt(address)), text),
            ),
          ).join('; '),
          details: result.details.flatMap((line) => (isOurs(line) ? named(line) : [line])),
        },
  );
}

function at(what: string, place: string | undefined, otherwise: string): string {
  return place === undefined ? otherwise : `${what.split(' ')[0]} ${place}`;
}

/** The last lines of the console are quoted with a margin. */
function isOurs(line: string): boolean {
  return !line.startsWith('  ');
}

function addressesIn(line: string): { name: string; address: bigint }[] {
  return Array.from(line.matchAll(CODE_ADDRESS), ([, name = '', text = '0']) => {
    const address = BigInt(text);
    return RETURN_ADDRESS.includes(name.toLowerCase())
      ? { name: 'called from', address: unsigned(address) - INSTRUCTION }
      : { name, address };
  });
}

/**
 * An address without the code that PACIASP has put into its upper bits, or as it is if it has none. Bit 55 says which half it is of (Arm ARM D8.10, "pointer
 * authentication"), and what lies above it or, with addresses of 48 bits, below is the code's. Of 52 bits an address is left alone: those between are its own.
 */
function unsigned(address: bigint): bigint {
  const isUpper = ((address >> 55n) & 1n) === 1n;
  if (address >> 52n === (isUpper ? 0xfffn : 0n)) return address;
  return isUpper ? address | (0xffffn << 48n) : address & ((1n << 48n) - 1n);
}

/** `elr: f+0x10 (f.c:14)` for each address in a line that has a name; `called from: f+0xc (f.c:13)` for one that a call returns to. */
function placesIn(line: string, places: ReadonlyMap<bigint, string>): string[] {
  return addressesIn(line).flatMap(({ name, address }) => {
    const place = places.get(address);
    return place === undefined ? [] : [`${name}: ${place}`];
  });
}
