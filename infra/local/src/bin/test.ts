import { runCommand } from '../terminal.ts';
import { runTests } from '../test-run/run-tests.ts';

await runCommand(() => runTests(process.argv.slice(2)));
