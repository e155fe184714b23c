/** What a process tells its parent of itself. `rss`: bytes it occupies; `processorMs`: of its own, since its start. */
export type ProcessUse = { readonly kind: 'use'; readonly rss: number; readonly processorMs: number };

// Loaded before a program (node --import), which needs to know nothing of it.
const say = (): void => {
  const { user, system } = process.cpuUsage();
  // The parent may let go at this very moment: then nobody listens, which is no fault.
  if (process.connected) process.send?.({ kind: 'use', rss: process.memoryUsage.rss(), processorMs: (user + system) / 1_000 } satisfies ProcessUse, undefined, undefined, () => undefined);
};
setInterval(say, 200).unref();
process.channel?.unref();
process.on('exit', say);
