// SPDX-License-Identifier: GPL-2.0-only
// What is derived from an image is derived once, and kept beside it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from '../base/layout.ts';
import type { Plan } from '../base/plan.ts';
import type { CaseResult } from '../base/verdict.ts';
import type { Image } from '../compile/image.ts';
import { hashOf, toolIdentity } from '../store/hash.ts';
import { recall, remember } from '../store/memo.ts';
import { cacheRoot } from '../store/places.ts';
import { rulesVersion } from '../store/rules.ts';
import type { Design } from '../subject/subject.ts';
import { requireLeast } from '../tool/least.ts';
import { findTool } from '../tool/tools.ts';
import { judgeAbi } from './abi.ts';
import { judgeAbiImage, WITHOUT } from './abi-image.ts';
import {
  type CostWitness,
  costOfSites,
  costWitness,
  measured,
  type NullTarget,
  SITES,
} from './cost-witness.ts';
import { disassembleFunction, disassembleSections } from './disassemble.ts';
import { type Elf, readElf } from './elf.ts';
import { layoutOf } from './layout.ts';
import { readPlan } from './plan.ts';
import { type Sealed, sealedMemory } from './sealed.ts';
import { type CodeRange, codeRanges } from './symbolise.ts';
import { InspectionFailed } from './tool-output.ts';
import {
  addsWhatItLoads,
  designOf,
  readTrampolines,
  type Trampoline,
  trampolineSymbols,
} from './trampoline.ts';

/** All that sct wants to know of an image without booting it. Plain JSON. */
export interface ImageFacts {
  plan: Plan;
  /** Suite `abi`, before known defects of the subject are considered. */
  abi: CaseResult[];
  cost: CostWitness;
  /** What kind of trampoline the subject has. */
  design: Design;
  /** Why it is none of the designs that sct knows, so that no case can judge it; null if it is one. */
  unknown: string | null;
  /** By address. */
  code: CodeRange[];
  /** Where the image has room for boot arguments of its own, in bytes: in the flat one, and in the ELF file; null if it has none. */
  ownArgs: { offset: number; inElf: number; size: number } | null;
  /** The address of `_text`, where the image is linked; hexadecimal, `0x` and all. */
  base: string;
  /** What must be in memory at the end of a boot as it was built; null if nobody knows. */
  sealed: Sealed | null;
  layout: Layout;
}

/** The tools that read an image, as absolute paths. */
export interface InspectTools {
  readelf: string;
  objdump: string;
}

const READELF = 'llvm-readelf-19';
const OBJDUMP = 'llvm-objdump-19';

/**
 * The facts of an image, from its folder if they are there.
 * @throws InspectionFailed if the image cannot be read, ToolMissing if a tool is not installed or too old.
 */
export async function imageFacts(image: Image, given?: InspectTools): Promise<ImageFacts> {
  const tools = given ?? { readelf: findTool(READELF), objdump: findTool(OBJDUMP) };
  const path = join(image.folder, 'facts.json');
  const version = versionOf(tools);
  const known = readFacts(path, version);
  if (known) return known;
  if (!given) {
    await requireLeast(READELF, tools.readelf, cacheRoot());
    await requireLeast(OBJDUMP, tools.objdump, cacheRoot());
  }
  const facts = await deriveFacts(image, tools);
  remember(path, { version, facts });
  return facts;
}

/** The schema version of a facts file: what derived it. So a change of the rules needs no number to be counted up by hand. */
function versionOf(tools: InspectTools): string {
  return hashOf([rulesVersion('inspect'), ...Object.values(tools).map(toolIdentity)]);
}

function readFacts(path: string, version: string): ImageFacts | undefined {
  const stored = recall(path) as { version: string; facts: ImageFacts } | null | undefined;
  return stored?.version === version ? stored.facts : undefined;
}

async function deriveFacts(
  { elf: path, bin }: Image,
  { readelf, objdump }: InspectTools,
): Promise<ImageFacts> {
  const elf = await readElf(path, readelf);
  const sections = new Set(trampolineSymbols(elf).flatMap(({ section }) => (section ? [section.name] : [])));
  const code = sections.size === 0 ? [] : await disassembleSections(path, [...sections], objdump);
  const trampolines = readTrampolines(elf, code);
  const base = baseOf(elf, path);
  const empty = measured(trampolines, 'tramp_null');
  const target = empty?.literal && wordsOf(bin, base)(empty.literal.address);
  const own = ownStub(empty, target);
  const called = nullTargetOf(elf, target);
  const ranges = codeRanges(elf);
  const none = isWithout(elf);
  const rowOf = (name: string) => disassembleFunction(path, name, objdump);
  return {
    plan: readPlan(elf),
    abi: [...judgeAbi(trampolines, none), ...judgeAbiImage({ trampolines, symbols: elf.symbols })],
    cost: none
      ? costOfSites({ tramp: await rowOf(SITES.tramp), tramp_null: await rowOf(SITES.tramp_null) })
      : costWitness(
          trampolines,
          own ?? { name: called, code: await disassembleFunction(path, called, objdump) },
        ),
    design: designOf(trampolines),
    unknown: unknownDesign(trampolines),
    code: ranges,
    sealed: sealedMemory(elf, trampolines, ranges),
    layout: layoutOf(elf, trampolines, measured(trampolines, 'tramp')?.symbol.name),
    ownArgs: ownArgsOf(elf, base),
    base: `0x${base.toString(16)}`,
  };
}

function unknownDesign(trampolines: readonly Trampoline[]): string | null {
  const found = trampolines.find(addsWhatItLoads);
  return found
    ? `${found.symbol.name} adds what it loads to an address, so its literal holds a distance: a design that sct does not know, whose cases look for the target itself there`
    : null;
}

function isWithout({ symbols }: Elf): boolean {
  return symbols.some(({ name }) => name === WITHOUT);
}

/** What the kernel calls in place of a NULL target, unless the subject has a stub of its own. */
const RETURN0 = '__static_call_return0';

/** The function that a NULL key's literal leads to, as the macro made it. */
function nullTargetOf({ symbols }: Elf, target: bigint | undefined): NullTarget['name'] {
  const at = symbols.filter(({ address, type }) => type === 'Function' && address === target);
  return (at.find(({ name }) => name === RETURN0) ?? at[0])?.name ?? RETURN0;
}

/** What lies behind a trampoline's own branch, if that is where a NULL key's literal leads. */
function ownStub(trampoline: Trampoline | undefined, target: bigint | undefined): NullTarget | undefined {
  const at = trampoline?.body.findIndex(({ address }) => address === target) ?? -1;
  return trampoline && at > 0 ? { name: trampoline.symbol.name, code: trampoline.body.slice(at) } : undefined;
}

/** The 64-bit words of a flat image, as they are before it is relocated. */
function wordsOf(bin: string, base: bigint): (address: bigint) => bigint | undefined {
  const bytes = readFileSync(bin);
  return (address) => {
    const offset = Number(address - base);
    return offset >= 0 && offset + 8 <= bytes.length ? bytes.readBigUInt64LE(offset) : undefined;
  };
}

/** guest/runtime/lib/default_args.c */
function ownArgsOf({ symbols }: Elf, base: bigint): ImageFacts['ownArgs'] {
  const room = symbols.find(({ name }) => name === 'default_args');
  if (!room?.section) return null;
  const { address, offset } = room.section;
  return {
    offset: Number(room.address - base),
    inElf: offset + Number(room.address - address),
    size: Number(room.size),
  };
}

function baseOf({ symbols }: Elf, path: string): bigint {
  const start = symbols.find(({ name }) => name === '_text');
  if (!start) throw new InspectionFailed(`${path} defines no _text, so nobody knows where it is linked`);
  return start.address;
}
