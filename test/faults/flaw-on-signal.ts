// Loaded into a process beside Causeway: its first SIGUSR2 is a rejection that nobody catches, its second a throw.
let signals = 0;
process.on('SIGUSR2', () => {
  signals += 1;
  if (signals === 1) void Promise.reject(new Error('a flaw, rejected'));
  else
    setImmediate(() => {
      throw new Error('a flaw, thrown');
    });
});
