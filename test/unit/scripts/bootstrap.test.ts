// SPDX-License-Identifier: GPL-2.0-only
// Runs the real bootstrap in a small checkout of its own, where PATH leads to fake tools only.
import { chmodSync, chownSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lookUp } from '../../../harness/tool/lookup.mjs';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const COPIED = ['scripts/bootstrap.mjs', 'harness/tool/lookup.mjs', 'harness/store/whole-file.mjs'];
const NOBODY = 65534;
const weAreRoot = process.getuid?.() === 0;

// Each test starts several processes, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 });

/** The table of the small checkout. */
const TABLE = [
  tool('node', { least: '20.0.0', mend: 'get a newer Node' }),
  tool('fakecc', { package: 'fakecc-pkg', variable: 'SCT_FAKECC' }),
  tool('fakeld', { package: 'fakeld-pkg' }),
];
const LOCK = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  },
};

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sct-bootstrap-'));
  for (const file of COPIED) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await copyFile(join(project, file), join(root, file));
  }
  await write('harness/tool/tools.json', JSON.stringify(TABLE));
  await write('package-lock.json', JSON.stringify(LOCK));
  await mkdir(join(root, 'bin'));
  for (const name of ['flock', 'env', 'sh', 'sleep'])
    await symlink(lookUp(name) ?? '', join(root, 'bin', name));
  await script('fakecc', 'echo asked >> asked; echo version 2.1');
  await script('fakeld', 'echo version 2.0');
  await script('npm', `echo "$@" >> npm-calls; ${FAKE_INSTALL}`);
  await write('asked', '');
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** What npm ci leaves behind, its own lock last. */
const FAKE_INSTALL = `/bin/mkdir -p node_modules/a && echo '{}' > node_modules/a/package.json &&
  echo '{"packages":{"node_modules/a":{"version":"1.0.0"}}}' > node_modules/.package-lock.json`;
/** An apt-get whose packages bring the tool of that name. */
const FAKE_APT = `echo "$DEBIAN_FRONTEND $@" >> apt-calls; echo apt talks
  case "$*" in *fakecc-pkg*) printf '#!/bin/sh\\necho version 2.1\\n' > bin/fakecc; /bin/chmod 755 bin/fakecc;; esac`;

describe('when nothing is missing', () => {
  test('installs the packages once and then does nothing', async () => {
    const first = await bootstrap();
    expect(first).toMatchObject({ exitCode: 0, stdout: '' });
    expect(first.stderr).toContain('npm ci');
    expect(read('npm-calls')).toMatch(/^ci --include=dev [^\n]*\n$/);

    const second = await bootstrap();
    expect(second).toMatchObject({ exitCode: 0, stdout: '', stderr: '' });
    expect(read('npm-calls')?.split('\n')).toHaveLength(2);
  });

  test('asks for versions again only when a tool has changed', async () => {
    await bootstrap();
    const asked = read('asked');
    expect(asked).not.toBe('');
    await bootstrap();
    expect(read('asked')).toBe(asked);
    await script('fakecc', 'echo asked >> asked; echo version 2.3');
    await bootstrap();
    expect(read('asked')).not.toBe(asked);
  });

  test.each([
    ['node_modules is gone', () => rmSync(join(root, 'node_modules'), { recursive: true })],
    ['npm ci was interrupted', () => rmSync(join(root, 'node_modules/.package-lock.json'))],
    ['a package is half gone', () => rmSync(join(root, 'node_modules/a/package.json'))],
    ['the lock wants another version', () => write('package-lock.json', lockWith({ version: '1.0.1' }))],
    [
      'the lock wants one package more',
      () =>
        write(
          'package-lock.json',
          lockWith({ version: '1.0.0' }, { 'node_modules/c': { version: '1.0.0' } }),
        ),
    ],
    [
      'a package is no longer wanted',
      () =>
        write(
          'node_modules/.package-lock.json',
          JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/z': {} } }),
        ),
    ],
  ])('installs the packages again if %s', async (_what, spoil) => {
    await bootstrap();
    await spoil();
    expect((await bootstrap()).exitCode).toBe(0);
    expect(read('npm-calls')?.split('\n')).toHaveLength(3);
  });

  test('lets npm say why npm ci fails', async () => {
    await script('npm', 'echo no such registry >&2; exit 7');
    const { exitCode, stderr } = await bootstrap();
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/no such registry\nsct: npm ci failed with exit code 7; what it said is above\.$/);
  });

  test('two at once install once', async () => {
    await script('npm', `echo "$@" >> npm-calls; sleep 1; ${FAKE_INSTALL}`);
    const both = await Promise.all([bootstrap(), bootstrap()]);
    expect(both.map((one) => one.exitCode)).toEqual([0, 0]);
    expect(both.map((one) => one.stderr).join('')).toContain('waiting for another bootstrap');
    expect(read('npm-calls')?.split('\n')).toHaveLength(2);
  });

  test('a killed bootstrap leaves no lock behind', async () => {
    await script('npm', 'echo $$ > npm-pid; sleep 60');
    const killed = execa(process.execPath, [join(root, 'scripts/bootstrap.mjs')], {
      ...options(),
      detached: true,
    });
    await expect.poll(() => existsSync(join(root, 'npm-pid')), { timeout: 20_000 }).toBe(true);
    // The whole group, as a terminal or a CI runner does it.
    process.kill(-(killed.pid ?? 0), 'SIGKILL');
    await killed;
    await script('npm', FAKE_INSTALL);
    const next = await bootstrap();
    expect(next.exitCode).toBe(0);
    expect(next.stderr).not.toContain('waiting');
  });
});

test('does without an optional tool', async () => {
  await script('apt-get', FAKE_APT);
  const optional = { ...tool('fakegdb', { package: 'fakegdb-pkg' }), optional: true };
  await write('harness/tool/tools.json', JSON.stringify([...TABLE, optional]));
  expect((await bootstrap()).exitCode).toBe(0);
  expect(existsSync(join(root, 'apt-calls'))).toBe(false);
});

test('installs the optional tools if all are asked for, and then does nothing', async () => {
  await script('apt-get', FAKE_APT);
  await rm(join(root, 'bin/fakecc'));
  const optional = TABLE.map((one) => (one.name === 'fakecc' ? { ...one, optional: true } : one));
  await write('harness/tool/tools.json', JSON.stringify(optional));
  expect((await bootstrap()).exitCode).toBe(0);
  expect(existsSync(join(root, 'apt-calls'))).toBe(false);
  // As root alone may this test install anything.
  const { exitCode, stderr } = await bootstrap({}, undefined, ['--full']);
  expect({ exitCode, stderr }).toMatchObject(weAreRoot ? { exitCode: 0 } : { exitCode: 3 });
  if (!weAreRoot) return;
  expect(read('apt-calls')).toContain('fakecc-pkg');
  expect(await bootstrap({}, undefined, ['--full'])).toMatchObject({ exitCode: 0, stderr: '' });
});

test.each(['tests', 'linux'])('installs a tool of --%s for it alone, and then does nothing', async (wish) => {
  await script('apt-get', FAKE_APT);
  await rm(join(root, 'bin/fakecc'));
  const table = TABLE.map((one) => (one.name === 'fakecc' ? { ...one, optional: true, [wish]: true } : one));
  const other = { ...tool('fakegdb', { package: 'fakegdb-pkg' }), optional: true };
  await write('harness/tool/tools.json', JSON.stringify([...table, other]));
  expect((await bootstrap()).exitCode).toBe(0);
  expect(existsSync(join(root, 'apt-calls'))).toBe(false);
  const { exitCode, stderr } = await bootstrap({}, undefined, [`--${wish}`]);
  // As root alone may this test install anything; anyone else is told how.
  if (!weAreRoot) {
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('fakecc-pkg'),
    });
    return;
  }
  expect(exitCode).toBe(0);
  expect(read('apt-calls')).toContain('fakecc-pkg');
  expect(read('apt-calls')).not.toContain('fakegdb-pkg');
  for (const words of [[`--${wish}`], [], [`--${wish}`]])
    expect(await bootstrap({}, undefined, words)).toMatchObject({ exitCode: 0, stderr: '' });
});

test('refuses a Node that is too old', async () => {
  await write(
    'harness/tool/tools.json',
    JSON.stringify([tool('node', { least: '99.0.0', mend: 'get a newer Node' })]),
  );
  const { exitCode, stderr } = await bootstrap();
  expect(exitCode).toBe(3);
  expect(stderr).toBe(
    `sct: this is Node ${process.versions.node}, but sct needs 99.0.0 or newer.\nTo mend it: get a newer Node`,
  );
});

test('a variable that names no tool is not mended by a package', async () => {
  await script('apt-get', FAKE_APT);
  const { exitCode, stderr } = await bootstrap({ SCT_FAKECC: '/nowhere/cc' });
  expect(exitCode).toBe(3);
  expect(stderr).toContain('SCT_FAKECC=/nowhere/cc is no executable file');
  expect(stderr).toContain('unset SCT_FAKECC');
  expect(existsSync(join(root, 'apt-calls'))).toBe(false);
});

describe.runIf(weAreRoot)('a missing tool, as root', () => {
  beforeEach(() => rm(join(root, 'bin/fakecc')));

  test('is installed with apt-get, its output on stderr', async () => {
    await script('apt-get', FAKE_APT);
    const { exitCode, stdout, stderr } = await bootstrap();
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
    expect(stderr).toContain('apt talks');
    expect(read('apt-calls')).toMatch(
      /^noninteractive update\nnoninteractive install -y --no-install-recommends .*fakecc-pkg\n$/,
    );
  });

  test('does not bring the packages a second time', async () => {
    await script('apt-get', FAKE_APT);
    await bootstrap();
    await rm(join(root, 'bin/fakecc'));
    expect((await bootstrap()).exitCode).toBe(0);
    expect(read('apt-calls')?.match(/ install /g)).toHaveLength(2);
    expect(read('npm-calls')?.split('\n')).toHaveLength(2);
  });

  test('too old counts as missing', async () => {
    await script('fakecc', 'echo version 1.9');
    await script('apt-get', FAKE_APT);
    expect((await bootstrap()).exitCode).toBe(0);
    expect(read('apt-calls')).toContain('fakecc-pkg');
  });

  test('is installed even if apt-get update fails', async () => {
    await script('apt-get', `case "$1" in update) exit 100;; esac; ${FAKE_APT}`);
    expect((await bootstrap()).exitCode).toBe(0);
  });

  test.each([
    [
      'apt-get install fails',
      'echo E: no such package; exit 100',
      'failed with exit code 100. Its last lines:\nE: no such package',
    ],
    ['the package does not bring the tool', 'exit 0', 'something is still amiss:\n  fakecc is missing'],
  ])('is said clearly if %s', async (_what, body, message) => {
    await script('apt-get', body);
    const { exitCode, stderr } = await bootstrap();
    expect(exitCode).toBe(3);
    expect(stderr).toContain(message);
    expect(existsSync(join(root, 'npm-calls'))).toBe(false);
  });

  test('is said by its package name where there is no apt-get', async () => {
    const { exitCode, stderr } = await bootstrap();
    expect(exitCode).toBe(3);
    expect(stderr).toContain('install what Debian calls fakecc-pkg');
  });
});

describe('a missing tool, not as root', () => {
  beforeEach(async () => {
    await rm(join(root, 'bin/fakecc'));
    await script('apt-get', FAKE_APT);
  });

  test.each([
    ['without sudo', undefined],
    ['with a sudo that wants a password', 'echo sudo: a password is required >&2; exit 1'],
  ])('%s: one message with the one command', async (_what, sudo) => {
    if (sudo) await script('sudo', sudo);
    const { exitCode, stdout, stderr } = await bootstrap({}, NOBODY);
    expect(exitCode).toBe(3);
    expect(stdout).toBe('');
    expect(stderr.trim()).toBe(
      [
        'sct: tools are missing:',
        '  fakecc is missing: it serves the tests',
        'To mend it, run:',
        '',
        '  sudo apt-get update && sudo apt-get install -y --no-install-recommends fakecc-pkg',
      ].join('\n'),
    );
    expect(existsSync(join(root, 'apt-calls'))).toBe(false);
    expect(existsSync(join(root, 'npm-calls'))).toBe(false);
  });

  test('with a sudo that asks nothing: installed', async () => {
    await script('sudo', 'shift; echo "$@" >> sudo-calls; case "$1" in true) exit 0;; esac; exec "$@"');
    expect((await bootstrap({}, NOBODY)).exitCode).toBe(0);
    expect(read('sudo-calls')).toContain('env DEBIAN_FRONTEND=noninteractive');
    expect(read('apt-calls')).toContain('noninteractive install');
  });
});

function tool(name: string, more: Record<string, string>) {
  return {
    name,
    purpose: 'serves the tests',
    least: '2.0',
    version: { args: ['--version'], pattern: '(?:version |^v)([\\d.]+)' },
    ...more,
  };
}

function lockWith(a: object, more: object = {}) {
  return JSON.stringify({ packages: { '': {}, 'node_modules/a': a, ...more } });
}

async function write(name: string, text: string) {
  await mkdir(dirname(join(root, name)), { recursive: true });
  await writeFile(join(root, name), text);
}

async function script(name: string, body: string) {
  const path = join(root, 'bin', name);
  await rm(path, { force: true });
  await write(`bin/${name}`, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
}

function read(name: string) {
  return existsSync(join(root, name)) ? readFileSync(join(root, name), 'utf8') : undefined;
}

function options(environment: Record<string, string> = {}) {
  const env = { PATH: join(root, 'bin'), ...environment };
  return { cwd: root, env, extendEnv: false, reject: false } as const;
}

/** Runs the bootstrap; `uid` counts only if we are root, else we are somebody else already. */
function bootstrap(environment: Record<string, string> = {}, uid?: number, words: string[] = []) {
  if (weAreRoot && uid !== undefined) giveAway(root, uid);
  const user = weAreRoot && uid !== undefined ? { uid, gid: uid } : {};
  const line = [join(root, 'scripts/bootstrap.mjs'), ...words];
  return execa(process.execPath, line, { ...options(environment), ...user });
}

function giveAway(folder: string, uid: number) {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    join(folder, name),
  );
  for (const path of [folder, ...entries]) {
    if (statSync(path).uid !== uid && !path.startsWith(`${join(folder, 'bin')}/`)) chownSync(path, uid, uid);
  }
  chownSync(join(folder, 'bin'), uid, uid);
}
