// SPDX-License-Identifier: GPL-2.0-only
// What one call through the trampoline costs, counted from its disassembly: the second witness to what the guest measures.

import { type Instruction, numberOf } from './disassemble.ts';
import type { Trampoline } from './trampoline.ts';

/** Instructions per call for each case of suite `cost` that depends on the subject, or why that cannot be told. */
export type CostWitness = Record<'tramp' | 'tramp_null', number | string>;

/** The calls that the guest measures: the trampolines of these keys. */
const MEASURED = { tramp: '__SCT__cost_tramp', tramp_null: '__SCT__cost_null' } as const;

/** What a trampoline calls in place of a NULL target: `__static_call_return0`, or a stub of the subject's own. */
export interface NullTarget {
  name: string;
  code: readonly Instruction[];
}

/** The trampoline that is measured with a literal set, or with NULL; the first of all if the image lacks it. */
export function measured(
  trampolines: readonly Trampoline[],
  form: keyof typeof MEASURED,
): Trampoline | undefined {
  return trampolines.find(({ symbol }) => symbol.name === MEASURED[form]) ?? trampolines[0];
}

/** The caller's `bl`. */
const CALL = 1;
/** The measured target: `bti c; ret`. */
const CALLEE = 2;

/**
 * Counts the path through the measured trampolines, with the literal set, and with NULL in it; a trampoline that does not test its literal
 * reaches `nullTarget`, which is what the literal of the measured one holds.
 */
export function costWitness(trampolines: readonly Trampoline[], nullTarget: NullTarget): CostWitness {
  const [set, empty] = [measured(trampolines, 'tramp'), measured(trampolines, 'tramp_null')];
  if (!set || !empty)
    return { tramp: 'the image has no trampoline', tramp_null: 'the image has no trampoline' };
  return { tramp: costOfSet(set), tramp_null: costOfNull(empty, nullTarget) };
}

/** Where the guest has the measured calls in a row: guest/cases/cost_forms.S. */
export const SITES = { tramp: 'tramp_instructions', tramp_null: 'tramp_null_instructions' } as const;

/** Counts the calls themselves where there is no trampoline: from each `blr` of a straight row of them to the next. */
export function costOfSites(sites: Readonly<Record<keyof CostWitness, readonly Instruction[]>>): CostWitness {
  return { tramp: costOfRow(sites.tramp), tramp_null: costOfRow(sites.tramp_null) };
}

function costOfRow(code: readonly Instruction[]): number | string {
  const calls = code.flatMap(({ mnemonic }, index) => (mnemonic === 'blr' ? [index] : []));
  const [first, second] = calls;
  if (first === undefined || second === undefined) return 'the image has no row of calls';
  const apart = second - first;
  const regular = calls.every((at, index) => at === first + index * apart);
  return regular ? apart + CALLEE : 'the calls are not all alike';
}

function costOfSet(trampoline: Trampoline): number | string {
  const path = follow(trampoline, 'set');
  if (typeof path === 'string') return path;
  if (path.end === 'return') return `${trampoline.symbol.name} returns though its literal is set`;
  return CALL + path.count + CALLEE;
}

function costOfNull(trampoline: Trampoline, { name, code }: NullTarget): number | string {
  const path = follow(trampoline, 'null');
  if (typeof path === 'string') return path;
  if (path.end === 'return') return CALL + path.count;
  if (path.end === 'elsewhere')
    return `${trampoline.symbol.name} branches without a literal; what NULL means is not in its code`;
  const last = code.findIndex(({ mnemonic }) => mnemonic === 'ret');
  const straight = code
    .slice(0, last)
    .every(({ mnemonic }) => !/^(b|bl|br|blr|b\..*|cbn?z|tbn?z)$/.test(mnemonic));
  if (last < 0 || !straight) return `${name} does not run straight to its ret`;
  return CALL + path.count + last + 1;
}

/** `target`: through the literal; `elsewhere`: by a direct branch out of the trampoline. */
interface Path {
  count: number;
  end: 'target' | 'elsewhere' | 'return';
}

/** Walks a trampoline as the CPU would, knowing of its literal only whether it is NULL. A string says what it cannot follow. */
function follow({ symbol, body, literal }: Trampoline, value: 'set' | 'null'): Path | string {
  const indexOf = (address: bigint | undefined) => body.findIndex((at) => at.address === address);
  let index = 0;
  // A path that is longer than the code has come by the same place twice.
  for (let count = 1; count <= body.length + 1; count++) {
    const at = body[index];
    if (!at) return `${symbol.name}: execution runs past its end`;
    const unknown = `${symbol.name}+0x${(at.address - symbol.address).toString(16)}: cannot follow ${at.mnemonic} ${at.operands.join(', ')}`;
    const [register = '', destination = ''] = at.operands;
    const holdsLiteral = literal !== undefined && index > literal.index && register === literal.register;
    switch (at.mnemonic) {
      case 'ret':
        return { count, end: 'return' };
      case 'br':
        return holdsLiteral ? { count, end: 'target' } : unknown;
      case 'b': {
        const next = indexOf(numberOf(register));
        if (next < 0) return { count, end: 'elsewhere' };
        index = next;
        break;
      }
      case 'cbz':
      case 'cbnz': {
        const next = indexOf(numberOf(destination));
        if (!holdsLiteral || next < 0) return unknown;
        index = (at.mnemonic === 'cbz') === (value === 'null') ? next : index + 1;
        break;
      }
      default:
        // Other branches, and whatever changes the loaded literal.
        if (/^(bl|b\.|bc\.|tb|ret|blr|braa|brk|udf)/.test(at.mnemonic) || holdsLiteral) return unknown;
        index++;
    }
  }
  return `${symbol.name}: execution does not leave it`;
}
