// SPDX-License-Identifier: GPL-2.0-only
// Refuses a tool that is too old. A tool is asked for its version once, then it is remembered on disk.

import { join } from 'node:path';
import { hashOf, toolIdentity } from '../store/hash.ts';
import { recall, remember } from '../store/memo.ts';
import { compareVersions, type Environment, probeVersion } from './lookup.mjs';
import { mendTool, ToolMissing, toolNamed } from './tools.ts';

/**
 * Makes sure that the tool at `path` is as new as tools.json wants the tool `name`; starts it only if this very file (path, real path,
 * size, mtime) was never asked before.
 * @throws ToolMissing if it is older, or does not tell its version
 */
export async function requireLeast(name: string, path: string, cacheFolder: string): Promise<void> {
  const { key, cached } = memoOf(path, cacheFolder);
  const known = remembered(cached, key);
  const version = known ?? (await probeVersion(toolNamed(name), path));
  assertLeast(name, path, version);
  if (known === undefined) remember(cached, { key, version });
}

/** What the tool at `path` said of itself when it was asked; undefined if this very file never was. */
export function knownVersion(path: string, cacheFolder: string): string | undefined {
  const { key, cached } = memoOf(path, cacheFolder);
  return remembered(cached, key);
}

function memoOf(path: string, cacheFolder: string): { key: string; cached: string } {
  const key = `${path} ${toolIdentity(path)}`;
  return { key, cached: join(cacheFolder, `tool-${hashOf([key]).slice(0, 16)}.json`) };
}

/** @throws ToolMissing unless `version`, what the tool at `path` said of itself, is as new as tools.json wants it */
export function assertLeast(
  name: string,
  path: string,
  version: string | undefined,
  environment: Environment = process.env,
): void {
  const tool = toolNamed(name);
  if (version !== undefined && compareVersions(version, tool.least) >= 0) return;
  const said = version === undefined ? 'does not tell its version' : `is version ${version}`;
  throw new ToolMissing(
    name,
    `${path} ${said}, and sct needs ${name} ${tool.least} or newer: it ${tool.purpose}.\nTo mend it: ${mendTool(tool, environment)}`,
  );
}

function remembered(file: string, key: string): string | undefined {
  const entry = recall(file) as { key?: unknown; version?: unknown } | null | undefined;
  return entry?.key === key && typeof entry.version === 'string' ? entry.version : undefined;
}
