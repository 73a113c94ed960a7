// SPDX-License-Identifier: GPL-2.0-only
// Sections and symbols of an image, as llvm-readelf says they are.

import { InspectionFailed, toolOutput } from './tool-output.ts';

/** Bits of sh_flags. */
const SHF = { write: 1, alloc: 2, exec: 4 } as const;

/** A section header, as far as it is needed here. */
export interface Section {
  name: string;
  address: bigint;
  /** Where its bytes are in the file. */
  offset: number;
  size: bigint;
  /** sh_addralign in bytes; at least 1. */
  align: bigint;
  write: boolean;
  alloc: boolean;
  exec: boolean;
}

/** A symbol that the image defines. */
export interface ElfSymbol {
  name: string;
  address: bigint;
  size: bigint;
  /**
   * As readelf spells them: `Global`, `Local`, `Weak`; `Function`, `Object`, `None`. A global symbol that is hidden is local once it is linked,
   * and `Hidden` here.
   */
  binding: string;
  type: string;
  /** Absent for absolute symbols. */
  section: Section | undefined;
}

/** Sections and symbols of an ELF file, as llvm-readelf reads them. */
export interface Elf {
  sections: Section[];
  symbols: ElfSymbol[];
}

/** Reads the ELF file at `path`. @throws InspectionFailed */
export async function readElf(path: string, readelf: string): Promise<Elf> {
  const json = await toolOutput(readelf, ['--elf-output-style=JSON', '--sections', '--symbols', path]);
  return parseElf(json);
}

/** As much of readelf's JSON as is used here. Numbers that may need 64 bits are strings by then. */
interface Dump {
  Sections: { Section: RawSection }[];
  Symbols: { Symbol: RawSymbol }[];
}
interface RawSection {
  Index: number;
  Name: { Name: string };
  Flags: { Value: number };
  Address: string;
  Offset: number;
  Size: string;
  AddressAlignment: number;
}
interface RawSymbol {
  Name: { Name: string };
  Value: string;
  Size: string;
  Binding: { Name: string };
  Other?: { Flags: { Name: string }[] };
  Type: { Name: string };
  Section: { Name: string; Value: string };
}

/** Reads what `llvm-readelf --elf-output-style=JSON --sections --symbols` printed for one file. @throws InspectionFailed */
export function parseElf(json: string): Elf {
  try {
    // JSON.parse rounds integers beyond 2^53, which every kernel address is.
    const exact = json.replace(/"(Value|Address|Size)":\s*(\d+)/g, '"$1":"$2"');
    const [dump] = JSON.parse(exact) as [Dump];
    const sections = new Map(dump.Sections.map(({ Section }) => [Section.Index, sectionOf(Section)]));
    const symbols = dump.Symbols.map(({ Symbol: symbol }) => ({ symbol, home: symbol.Section }))
      .filter(({ symbol, home }) => home.Name !== 'Undefined' && symbol.Name.Name !== '')
      .map(({ symbol, home }) => symbolOf(symbol, sections.get(Number(home.Value))));
    return { sections: [...sections.values()], symbols };
  } catch (error) {
    throw new InspectionFailed(
      `llvm-readelf printed JSON of an unknown shape (${error}). sct knows that of LLVM 19.`,
    );
  }
}

function sectionOf(raw: RawSection): Section {
  const flags = Number(raw.Flags.Value);
  return {
    name: raw.Name.Name,
    address: BigInt(raw.Address),
    offset: Number(raw.Offset),
    size: BigInt(raw.Size),
    align: BigInt(raw.AddressAlignment || 1),
    write: (flags & SHF.write) !== 0,
    alloc: (flags & SHF.alloc) !== 0,
    exec: (flags & SHF.exec) !== 0,
  };
}

function symbolOf(raw: RawSymbol, section: Section | undefined): ElfSymbol {
  return {
    name: raw.Name.Name,
    address: BigInt(raw.Value),
    size: BigInt(raw.Size),
    binding: raw.Binding.Name === 'Local' && isHidden(raw) ? 'Hidden' : raw.Binding.Name,
    type: raw.Type.Name,
    section,
  };
}

function isHidden({ Other }: RawSymbol): boolean {
  return Other?.Flags.some(({ Name }) => Name === 'STV_HIDDEN') ?? false;
}

/** Whether a symbol is one of the assembler's marks for code and data (`$x`, `$d`). */
export function isMapping(symbol: ElfSymbol): boolean {
  return symbol.name.startsWith('$');
}

/** The section that is loaded at `address`. */
export function sectionAt(elf: Elf, address: bigint): Section | undefined {
  return elf.sections.find(
    (section) => section.alloc && address >= section.address && address < section.address + section.size,
  );
}
