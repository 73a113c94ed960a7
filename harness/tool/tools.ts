// SPDX-License-Identifier: GPL-2.0-only
// The tools that sct calls, by the names in tools.json.
import { EXIT, SctError } from '../base/exit.ts';
import {
  compareVersions,
  type Environment,
  locateTool,
  mendOf,
  overrideOf,
  probeVersion,
  readTools,
  type Tool,
} from './lookup.mjs';

export { readTools, type Tool } from './lookup.mjs';

/** A tool is not there, or cannot be used. The message says which, what for, and the one command that mends it. */
export class ToolMissing extends SctError {
  override name = 'ToolMissing';
  override readonly exitCode = EXIT.toolMissing;
  readonly tool: string;

  constructor(tool: string, message: string) {
    super(message);
    this.tool = tool;
  }
}

/** How one tool stands on this system. `broken`: it is there, but does not tell its version. */
export interface ToolStatus {
  tool: Tool;
  path: string | undefined;
  version: string | undefined;
  verdict: 'ok' | 'missing' | 'too old' | 'broken';
  /** The command that mends it. */
  mend: string;
}

/**
 * Absolute path of a tool of tools.json, by its name there (e.g. `clang-19`). Looks along PATH, or where the tool's variable
 * (e.g. SCT_CLANG) says; starts no child and asks for no version.
 * @throws ToolMissing
 */
export function findTool(name: string, environment: Environment = process.env): string {
  const tool = toolNamed(name);
  const path = locateTool(tool, environment);
  if (path === undefined) throw new ToolMissing(name, missingMessage(tool, environment));
  return path;
}

/** How every tool of the table stands, in the table's order; starts each tool once, all at the same time. */
export function toolStatuses(environment: Environment = process.env): Promise<ToolStatus[]> {
  return Promise.all(
    readTools().map(async (tool): Promise<ToolStatus> => {
      const path = locateTool(tool, environment);
      const version = path === undefined ? undefined : await probeVersion(tool, path);
      const mend = mendTool(tool, environment);
      return { tool, path, version, verdict: judge(tool, path, version), mend };
    }),
  );
}

function judge(tool: Tool, path: string | undefined, version: string | undefined): ToolStatus['verdict'] {
  if (path === undefined) return 'missing';
  if (version === undefined) return 'broken';
  return compareVersions(version, tool.least) < 0 ? 'too old' : 'ok';
}

/** The record of a tool in tools.json. */
export function toolNamed(name: string): Tool {
  const tool = readTools().find((candidate) => candidate.name === name);
  if (tool === undefined) throw new Error(`harness/tool/tools.json has no tool "${name}"`);
  return tool;
}

/** What to do to get all of these tools: one command for what packages have, one line for each variable that leads nowhere. */
export function mendAll(tools: Tool[], environment: Environment = process.env): string[] {
  const overridden = tools.filter((tool) => overrideOf(tool, environment) !== undefined);
  const plain = tools.filter((tool) => overrideOf(tool, environment) === undefined);
  const command = plain.length === 0 ? [] : [mendOf(plain, environment)];
  return [...command, ...overridden.map((tool) => mendTool(tool, environment))];
}

/** No package replaces a tool that a variable names: there the variable is what needs mending. */
export function mendTool(tool: Tool, environment: Environment): string {
  const override = overrideOf(tool, environment);
  return override === undefined
    ? mendOf([tool], environment)
    : `unset ${tool.variable}, or let it name a ${tool.name} (it is ${override} now)`;
}

function missingMessage(tool: Tool, environment: Environment): string {
  const override = overrideOf(tool, environment);
  if (override !== undefined) {
    return `${tool.variable}=${override} is no executable file, and sct needs it: it ${tool.purpose}.\nTo mend it: ${mendTool(tool, environment)}`;
  }
  // One command for all that is missing, so that the next start does not stumble over the next tool.
  const wanted = readTools().filter((other) => !other.optional || other.name === tool.name);
  const missing = wanted.filter((other) => locateTool(other, environment) === undefined);
  const plain = missing.filter((other) => overrideOf(other, environment) === undefined);
  return `${tool.name} is missing: it ${tool.purpose}.\nTo mend it: ${mendOf(plain, environment)}`;
}
