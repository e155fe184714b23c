import { runMotcua } from './program.ts';

// npm run -s motcua -- …: questions and orders from the terminal, whether the ledger is running or not.
const { stdout: out, stderr: log } = process;
process.exitCode = await runMotcua(process.env, process.argv.slice(2), { out, log, stdin: () => process.stdin });
