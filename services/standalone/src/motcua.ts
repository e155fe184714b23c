import { motcuaProgram, statusOf } from './program.ts';

// npm run -s motcua -- …: questions and orders from the terminal, whether the ledger is running or not.
try {
  await motcuaProgram(process.env).parseAsync();
} catch (error) {
  process.exitCode = statusOf(error, process.argv.slice(2), { out: process.stdout, log: process.stderr });
}
