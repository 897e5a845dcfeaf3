import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { orderflow } from './orderflow.command.ts';

const program = orderflow(async () => undefined, { out: '', err: '' });

const verbs = (command: Command): readonly Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(verbs);

const helpOf = (command: Command): string => {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
};

const nameOf = (command: Command): string =>
  command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;

describe('orderflow --help', () => {
  it.each(verbs(program).map((verb) => [nameOf(verb), verb] as const))(
    '%s shows examples of itself',
    (name, verb) => {
      const examples = helpOf(verb).split('Examples:')[1] ?? '';
      expect(examples).toContain(`$ ${name}`);
      for (const example of examples.trim().split('\n')) expect(example.trim()).toMatch(/^\$ orderflow /);
    },
  );

  it('documents the exit codes', () => {
    const codes = helpOf(program).match(/^ {2}\d+ /gm) ?? [];
    expect(codes.map(Number)).toEqual([0, 1, 2, 3, 4, 70, 130]);
  });
});
