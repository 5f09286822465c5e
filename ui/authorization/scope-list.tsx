// Scopes in words, each with the server's own name of it.
import type { ScopeInWords } from '#shared/contract/authorization.ts';
import { Badge } from '../components/state.tsx';

/** What is new is marked where there is anything that is not. */
export function ScopeList({ scopes }: { scopes: ScopeInWords[] }) {
  const marks = scopes.some((scope) => !scope.isNew);
  return (
    <ul className="divide-y rounded-lg border">
      {scopes.map((scope) => (
        <li key={scope.scope} className="flex items-center gap-3 px-3 py-2">
          <span className="min-w-0 flex-1">
            <span className="block">{scope.words}</span>
            <span className="block truncate font-mono text-xs text-faint">{scope.scope}</span>
          </span>
          {marks && scope.isNew && <Badge tone="wait">new</Badge>}
        </li>
      ))}
    </ul>
  );
}
