// SPDX-License-Identifier: GPL-2.0-only
// `sct completion`: what a shell needs to complete sct's command lines.

import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { shellLine } from '../base/shell.ts';
import { packageRoot } from '../store/places.ts';
import { addCommands } from './shared/all-commands.ts';
import { complete } from './shared/complete.ts';

/** The names under which npm links it. */
const COMMANDS = 'sct static-call-harness';

/** A shell's script: `ask` is a command line that takes the words behind `sct` and prints a candidate a line. */
const SCRIPTS: Readonly<Record<string, (ask: string) => string>> = {
  bash: (ask) => `_sct() {
  local IFS=$'\\n'
  COMPREPLY=($(${ask} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _sct ${COMMANDS}
`,
  zsh: (ask) => `_sct() {
  local -a found
  found=(\${(f)"$(${ask} "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( $#found )); then compadd -Q -- $found; else _files; fi
}
compdef _sct ${COMMANDS}
`,
  fish: (ask) => `function __sct_complete
  set -l words (commandline -opc) (commandline -ct)
  ${ask} $words[2..-1] 2>/dev/null
end
for name in ${COMMANDS}
  complete -c $name -a '(__sct_complete)'
end
`,
};

/** `sct completion`: prints the script; with words, what the last of them may become, which is what the script asks for. */
export function register(program: Command): void {
  program
    .command('completion')
    .description('print what makes a shell complete sct, e.g. source <(sct completion bash)')
    .addArgument(new Argument('<shell>').choices(Object.keys(SCRIPTS)))
    .argument(
      '[words...]',
      'after --: what is typed so far, behind sct; prints what its last word may become',
    )
    .action(async (shell: string, words: string[]) => {
      process.stdout.write(words.length > 0 ? await candidates(words) : scriptFor(shell));
    });
}

async function candidates(words: readonly string[]): Promise<string> {
  const all = new Command();
  await addCommands(all);
  return complete(all, words)
    .map((word) => `${word}\n`)
    .join('');
}

function scriptFor(shell: string): string {
  const start = shellLine([process.execPath, join(packageRoot(), 'bin/sct.mjs'), 'completion', shell, '--']);
  return SCRIPTS[shell]?.(start) ?? '';
}
