import { Command } from 'commander';
import { dlqCommand } from './commands/dlq/dlq.command.ts';
import { groupsCommand } from './commands/groups/groups.command.ts';
import { replayCommand } from './commands/replay/replay.command.ts';
import { topicsCommand } from './commands/topics/topics.command.ts';
import type { Perform, Registration } from './session.ts';
import { examples } from './output/examples.ts';

/** The nouns, in the order in which `--help` names them. */
const nouns: readonly Registration[] = [topicsCommand, groupsCommand, dlqCommand, replayCommand];

const exitCodes = `
Exit codes:
  0    done, and all is well
  1    done, and what was found is wrong (drift, an act that failed, no outcome in time)
  2    wrong arguments or configuration; nothing was done
  3    refused: carrying it out now would do harm; nothing was done
  4    no broker answers
  70   a fault of the command itself
  130  interrupted`;

/**
 * The whole command line, not yet parsed.
 * @param printed takes what the parser itself says: help and usage errors
 */
export function orderflow(perform: Perform, printed: { out: string; err: string }): Command {
  const program = new Command('orderflow')
    .description('Looks into a running Orderflow system and acts on it.')
    .option('--brokers <host:port,...>', 'Kafka brokers (default: KAFKA_BROKERS, else the development stack)')
    .option('--json', 'answer in JSON; offsets are strings, absent values null')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => (printed.out += text),
      writeErr: (text) => (printed.err += text),
    })
    .exitOverride()
    .addHelpText('after', exitCodes)
    .addHelpText(
      'after',
      examples('orderflow topics list', 'orderflow groups describe payments', 'orderflow dlq list --json'),
    );
  for (const register of nouns) register(program, perform);
  return program;
}
