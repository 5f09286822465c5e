// What a rule would have done to recorded calls.
import type { ResponseOf } from '#shared/contract/endpoint.ts';
import type { permissionEndpoints } from '#shared/contract/permissions.ts';
import { formatMoment, plural } from '../components/format.ts';
import { Badge } from '../components/state.tsx';
import { useNow } from '../components/use-now.ts';
import { permissionWords } from '../connectors/words.ts';
import { permissionTones } from '../gate/words.ts';

export function TriedCalls({ tried }: { tried: ResponseOf<typeof permissionEndpoints.tryRule> }) {
  const now = useNow();
  const fitting = tried.calls.filter((one) => one.fits);
  return (
    <section aria-label="Recorded calls" className="space-y-1.5 rounded-md bg-sunken p-2.5">
      <p role="status" className="text-sm">
        {tried.tried === 0
          ? 'No call of this tool is recorded yet.'
          : `${fitting.length} of ${plural(tried.tried, 'recorded call')} fit.`}
      </p>
      <ul className="scroll-thin max-h-48 space-y-1 overflow-y-auto">
        {fitting.slice(0, 50).map((one) => (
          <li key={one.entryId} className="flex flex-wrap items-center gap-2 text-xs">
            <span className="tabular text-faint">{formatMoment(one.at, now)}</span>
            <span className="min-w-0 flex-1 truncate font-mono">{JSON.stringify(one.arguments)}</span>
            <Badge tone={permissionTones[one.before]}>{permissionWords[one.before]}</Badge>
            <span aria-hidden>→</span>
            <Badge tone={permissionTones[one.after]}>{permissionWords[one.after]}</Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
