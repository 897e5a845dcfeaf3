import { runSystem } from '../development/run-system.ts';
import { runCommand } from '../terminal.ts';

await runCommand(() => runSystem('start'));
