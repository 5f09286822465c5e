// `npm run conformance:client` and `conformance:server`: hands on to the program of that side.
const [side, ...rest] = process.argv.slice(2);
process.argv = [...process.argv.slice(0, 2), ...rest];
if (side === 'client') await import('./client.ts');
else if (side === 'server') await import('./server.ts');
else {
  console.error(`There is no conformance run for ${JSON.stringify(side)}; write client or server.`);
  process.exit(2);
}
