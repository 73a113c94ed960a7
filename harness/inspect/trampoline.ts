// SPDX-License-Identifier: GPL-2.0-only
// What each trampoline of an image is: symbol, place, instructions, and the literal that it loads.

import type { Design } from '../subject/subject.ts';
import { type Instruction, numberOf } from './disassemble.ts';
import { type Elf, type ElfSymbol, type Section, sectionAt } from './elf.ts';

/** The kernel's prefixes of a trampoline's symbol, and of its key's. */
const TRAMPOLINE_PREFIX = '__SCT__';
const KEY_PREFIX = '__SCK__';

interface Literal {
  address: bigint;
  section: Section | undefined;
  /** The register it is loaded into. */
  register: string;
  /** Which instruction of the body loads it. */
  index: number;
  /** The key that begins there: what lies in it is no literal, but the key's own target. */
  key?: string;
}

/** A trampoline as it lies in its section. */
export interface Trampoline {
  symbol: ElfSymbol;
  /** From the start of its section; from 0 for a symbol in none. */
  offset: bigint;
  /** Up to the next function or the end of the section, without the padding before that; whatever the symbol's size says. */
  body: Instruction[];
  /** Bytes up to the next function or the end of the section. */
  room: bigint;
  /** The first thing that it loads from a known address; undefined if there is none. */
  literal: Literal | undefined;
}

/** The symbols that are trampolines, whatever their type: those that have a key. A label of a subject's own may begin as they do. By address. */
export function trampolineSymbols(elf: Elf): ElfSymbol[] {
  const names = new Set(elf.symbols.map(({ name }) => name));
  return elf.symbols
    .filter(
      ({ name }) =>
        name.startsWith(TRAMPOLINE_PREFIX) && names.has(KEY_PREFIX + name.slice(TRAMPOLINE_PREFIX.length)),
    )
    .sort((a, b) => byAddress(a.address, b.address));
}

/** The trampolines of an image. `code` holds at least the instructions of the sections that they are in, in order of address. */
export function readTrampolines(elf: Elf, code: readonly Instruction[]): Trampoline[] {
  const trampolines = trampolineSymbols(elf);
  const starts = elf.symbols
    .filter(({ type }) => type === 'Function')
    .concat(trampolines)
    .sort((a, b) => byAddress(a.address, b.address));
  const keys = new Map(
    elf.symbols
      .filter(({ name }) => name.startsWith(KEY_PREFIX))
      .map(({ name, address }) => [address, name] as const),
  );
  return trampolines.map((symbol) => {
    const { address, section } = symbol;
    const following = starts[firstFrom(starts, address + 1n)]?.address;
    const [end = address] = [following, section && section.address + section.size]
      .filter((one) => one !== undefined)
      .sort(byAddress);
    const body = withoutPadding(code.slice(firstFrom(code, address), firstFrom(code, end)));
    const literal = literalOf(body, elf, keys);
    return { symbol, offset: address - (section?.address ?? 0n), body, room: end - address, literal };
  });
}

const byAddress = (a: bigint, b: bigint): number => Number(a - b);

/** The index of the first that lies at `address` or behind it, in a list in order of address. An image may have a thousand trampolines. */
function firstFrom(list: readonly { address: bigint }[], address: bigint): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.address ?? address) < address) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What assembler, linker and authors fill gaps in code with: NOP, zero, and BRK with any comment (Arm ARM, C6.2.45). */
export function isPadding(word: number): boolean {
  return word === 0xd503201f || word === 0 || (word & 0xffe0001f) >>> 0 === 0xd4200000;
}

/** How data among code reads; mapping symbols say where it is. */
const DATA = /^\.(?:byte|short|word|xword)$/;

/** Without what fills the room up to the next symbol, and without words that belong to that one: an offset in front of it, or a hash. */
function withoutPadding(code: readonly Instruction[]): Instruction[] {
  const last = code.findLastIndex(({ word, mnemonic }) => !isPadding(word) && !DATA.test(mnemonic));
  return code.slice(0, last + 1);
}

/** What leaves a trampoline for good, and needs no register: what lies behind it is reached only after an update has taken it away. */
const LEAVES: readonly string[] = ['b', 'ret'];

/**
 * What kind of trampoline an image has, told from the first one: a load whose way is barred, or none at all, is made by patching code.
 * Without trampolines each call loads its target itself.
 */
export function designOf([first]: readonly Trampoline[]): Design {
  if (!first) return 'none';
  const { literal } = first;
  if (!literal || leavesUnloaded(first)) return 'patched code';
  return literal.section?.exec ? 'literal in text' : 'literal by load';
}

/** Whether it leaves before it has loaded anything, and has more behind that: only an update can lead there. */
export function leavesUnloaded({ body, literal }: Trampoline): boolean {
  const leaves = body.findIndex(({ mnemonic }) => LEAVES.includes(mnemonic));
  return leaves >= 0 && leaves < (literal?.index ?? body.length - 1);
}

/**
 * Whether it branches to the sum of what it has loaded and of an address that it makes itself: its literal holds a distance then, and no target.
 */
export function addsWhatItLoads({ body, literal }: Trampoline): boolean {
  if (!literal) return false;
  const made = new Set(
    body
      .filter(({ mnemonic }) => mnemonic === 'adr' || mnemonic === 'adrp')
      .map(({ operands: [register] }) => register),
  );
  const sums = body
    .slice(literal.index + 1)
    .filter(({ mnemonic, operands: [, a, b] }) => {
      const other = a === literal.register ? b : b === literal.register ? a : undefined;
      return mnemonic === 'add' && other !== literal.register && made.has(other);
    })
    .map(({ operands: [register] }) => register);
  return body.some(({ mnemonic, operands: [to] }) => mnemonic === 'br' && sums.includes(to));
}

/** What loads one register, and whatever else it promises. */
const LOADS: readonly string[] = ['ldr', 'ldur', 'ldar', 'ldapr'];

/** What loads two. */
const PAIRS: readonly string[] = ['ldp', 'ldnp'];

/** Follows ADRP, ADR and ADD to the first load from an address that is known from the code alone. */
function literalOf(
  body: readonly Instruction[],
  elf: Elf,
  keys: ReadonlyMap<bigint, string>,
): Literal | undefined {
  const known = new Map<string, bigint>();
  for (const [index, { mnemonic, operands }] of body.entries()) {
    const [register = '', source = ''] = operands;
    if (PAIRS.includes(mnemonic)) {
      const found = ofPair(operands, branchedTo(body), known);
      if (found) return literalAt(found.address, found.register, index, elf, keys);
      known.delete(source);
    }
    if (LOADS.includes(mnemonic)) {
      const address = loadAddress(source, known);
      if (address !== undefined) return literalAt(address, register, index, elf, keys);
    }
    const value = addressIn(mnemonic, operands, known);
    if (value === undefined) known.delete(register);
    else known.set(register, value);
  }
  return undefined;
}

function literalAt(
  address: bigint,
  register: string,
  index: number,
  elf: Elf,
  keys: ReadonlyMap<bigint, string>,
): Literal {
  const key = keys.get(address);
  return { address, section: sectionAt(elf, address), register, index, ...(key !== undefined && { key }) };
}

/** The half of a pair that is the literal: what is branched to, or the first. Each half is a single-copy atomic load of its own (Arm ARM, B2.2.1). */
function ofPair(
  [first = '', second = '', from = '']: readonly string[],
  target: string | undefined,
  known: ReadonlyMap<string, bigint>,
): { address: bigint; register: string } | undefined {
  const address = loadAddress(from, known);
  if (address === undefined) return undefined;
  return second === target ? { address: address + 8n, register: second } : { address, register: first };
}

/** The register of the last branch through one. */
function branchedTo(body: readonly Instruction[]): string | undefined {
  return body.findLast(({ mnemonic }) => mnemonic === 'br')?.operands[0];
}

function addressIn(
  mnemonic: string,
  [register = '', source = '', addend = '', extend = '']: readonly string[],
  known: ReadonlyMap<string, bigint>,
): bigint | undefined {
  if (/^(?:adrp?|mov[zn]?)$/.test(mnemonic)) return numberOf(source) ?? known.get(source);
  if (mnemonic === 'movk') {
    const [held, part] = [known.get(register), numberOf(source)];
    const shift = numberOf(addend.replace(/^lsl /, '')) ?? 0n;
    if (held === undefined || part === undefined) return undefined;
    return (held & ~(0xffffn << shift)) | (part << shift);
  }
  const base = known.get(source);
  const more = numberOf(addend) ?? extended(addend, extend, known);
  return mnemonic === 'add' && base !== undefined && more !== undefined ? base + more : undefined;
}

/** A register as an offset: `x16`, or `w16, sxtw` and `w16, uxtw`. */
function extended(register: string, extend: string, known: ReadonlyMap<string, bigint>): bigint | undefined {
  const value = known.get(register.replace(/^w/, 'x'));
  if (value === undefined || (extend !== '' && !/^[su]xtw$/.test(extend))) return undefined;
  if (extend === 'sxtw') return BigInt.asIntN(32, value);
  return extend === 'uxtw' ? BigInt.asUintN(32, value) : value;
}

/** Where `[x16]`, `[x16, #0x10]` or a PC-relative load reads; by a register that is known, too. */
function loadAddress(operand: string, known: ReadonlyMap<string, bigint>): bigint | undefined {
  const [, base, offset = '#0', extend = ''] = /^\[(\w+)(?:, (#?-?\w+))?(?:, (\w+))?\]$/.exec(operand) ?? [];
  if (base === undefined) return numberOf(operand);
  const from = known.get(base);
  const more = numberOf(offset) ?? extended(offset, extend, known);
  return from === undefined || more === undefined ? undefined : from + more;
}
