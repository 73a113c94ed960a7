// SPDX-License-Identifier: GPL-2.0-only
// The guest's layers, as data, and what in its objects and headers runs against them.

/** One layer: its folders below `guest/`, and its headers of `sct/`. */
interface Layer {
  name: string;
  folders: readonly string[];
  headers: readonly string[];
}

/** From the bottom up: a layer uses its own and those before it. */
const LAYERS: readonly Layer[] = [
  {
    // Formatting, console, report, arguments, device tree: what runs anywhere.
    name: 'lib',
    folders: ['kernel/lib', 'runtime/lib', 'process/lib'],
    headers: [
      'addresses',
      'args',
      'cfi',
      'console',
      'context',
      'el0',
      'fault',
      'fdt',
      'format',
      'linux',
      'locks',
      'process',
      'report',
      'tramp',
    ],
  },
  // Below the devices, since their registers are mapped.
  { name: 'mm', folders: ['kernel/mm', 'runtime/mm', 'process/mm'], headers: ['init', 'memory', 'poke'] },
  {
    name: 'dev',
    folders: ['kernel/dev', 'runtime/dev', 'hosted/dev', 'process/dev'],
    headers: ['alarm', 'hosted', 'irqchip', 'perf', 'platform', 'pmu', 'timer', 'uart'],
  },
  {
    name: 'arch',
    folders: ['kernel/arch', 'runtime/arch', 'hosted/arch', 'process/arch'],
    headers: [
      'counts',
      'cpu',
      'cpu_balance',
      'exception',
      'features',
      'guard',
      'hang',
      'interrupt',
      'needs',
      'spin_table',
      'stand_in',
      'step',
      'stop',
      'unwind',
    ],
  },
  // A subject is part of it: the generic half calls the subject's routine, and that one the text patching.
  {
    name: 'patch',
    folders: ['runtime/patch', 'subjects'],
    headers: ['neighbours', 'static_call', 'static_call_asm', 'updated'],
  },
  {
    name: 'bench',
    folders: ['runtime/bench'],
    headers: ['balance', 'case', 'intact', 'runner', 'session', 'taken'],
  },
  { name: 'cases', folders: ['cases'], headers: [] },
  // The stub jumps to kernel_main(), and that brings up everything.
  { name: 'boot', folders: ['kernel/boot', 'process/boot'], headers: ['boot'] },
];

/** What one object defines for others, and what it takes from them. */
export interface ObjectSymbols {
  /** Of the source, from the project. */
  path: string;
  defines: readonly string[];
  needs: readonly string[];
}

/** A source or a header, and the headers of `sct/` that it includes. */
export interface Includes {
  path: string;
  includes: readonly string[];
}

const INCLUDE = 'guest/kernel/include/';

/** The layer's place in the order; undefined for a file of no layer. */
function heightOf(path: string): number | undefined {
  const header = /^sct\/(\w+)\.h$/.exec(path.replace(INCLUDE, ''))?.[1];
  const at = LAYERS.findIndex(({ folders, headers }) =>
    header ? headers.includes(header) : folders.some((folder) => path.startsWith(`guest/${folder}/`)),
  );
  return at < 0 ? undefined : at;
}

function layerAt(height: number): string {
  return LAYERS[height]?.name ?? '';
}

/** Every use of a symbol that a higher layer defines, and every file of no layer. What nobody defines is the linker script's. */
export function upwardUses(objects: readonly ObjectSymbols[]): string[] {
  const home = new Map(objects.flatMap(({ path, defines }) => defines.map((symbol) => [symbol, path])));
  return objects.flatMap(({ path, needs }) => {
    const own = heightOf(path);
    if (own === undefined) return [`${path} is in no layer`];
    return needs.flatMap((symbol) => {
      const from = home.get(symbol);
      const height = from === undefined ? undefined : heightOf(from);
      return height === undefined || height <= own
        ? []
        : [`${path} (${layerAt(own)}) uses ${symbol} of ${from} (${layerAt(height)})`];
    });
  });
}

/** Every include of a higher layer's header, and every header of `sct/` in no layer. */
export function upwardIncludes(files: readonly Includes[]): string[] {
  return files.flatMap(({ path, includes }) => {
    const own = heightOf(path);
    if (own === undefined) return path.startsWith(`${INCLUDE}sct/`) ? [`${path} is in no layer`] : [];
    return includes.flatMap((header) => {
      const height = heightOf(header);
      return height === undefined || height <= own
        ? []
        : [`${path} (${layerAt(own)}) includes ${header} (${layerAt(height)})`];
    });
  });
}
