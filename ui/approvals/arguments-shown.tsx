// The exact arguments of a call in full: each on its line, then all of them as the canonical JSON that is executed.
import type { ApprovalView } from '#shared/contract/approvals.ts';
import { withHiddenShown } from '#shared/policy/text-findings.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { formatBytes, plural } from '../components/format.ts';
import { ScrollRegion } from '../components/scroll-region.tsx';
import { State } from '../components/state.tsx';
import { ShownText } from './shown-text.tsx';

const text = (value: unknown): string =>
  withHiddenShown(typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? ''));

export function ArgumentsShown({ approval }: { approval: ApprovalView }) {
  const given = approval.arguments;
  const entries =
    given !== null && typeof given === 'object' && !Array.isArray(given) ? Object.entries(given) : [];
  return (
    <div className="space-y-1.5">
      {entries.length === 0 ? (
        <p className="text-sm text-muted">No arguments.</p>
      ) : (
        <ScrollRegion label={`Arguments of ${approval.subject}`} className="max-h-80 rounded-md bg-sunken">
          <dl className="divide-y px-3">
            {entries.map(([name, value]) => (
              <div
                key={name}
                className="grid grid-cols-[minmax(5rem,9rem)_minmax(0,1fr)] gap-3 py-1.5 max-sm:grid-cols-1 max-sm:gap-0"
              >
                <dt className="font-mono text-xs leading-5 text-muted [overflow-wrap:anywhere]">
                  <ShownText text={withHiddenShown(name)} />
                </dt>
                <dd className="whitespace-pre-wrap text-sm [overflow-wrap:anywhere]">
                  <ShownText text={text(value)} />
                </dd>
              </div>
            ))}
          </dl>
        </ScrollRegion>
      )}
      {approval.hiddenCharacters.length > 0 && (
        <State tone="bad">
          {plural(approval.hiddenCharacters.length, 'kind')} of hidden characters:{' '}
          {approval.hiddenCharacters.join(', ')}
        </State>
      )}
      <Disclosure title="Exactly as it will be sent" aside={formatBytes(approval.argumentsBytes)}>
        <div className="relative rounded-md border bg-sunken">
          <ScrollRegion label="canonical arguments" className="max-h-80 py-2 pl-3 pr-10">
            <pre className="whitespace-pre-wrap font-mono text-xs [overflow-wrap:anywhere]">
              <ShownText text={approval.argumentsShown} />
            </pre>
          </ScrollRegion>
          <CopyButton
            text={approval.argumentsShown}
            label="Copy canonical arguments"
            className="absolute right-1 top-1"
          />
        </div>
        <p className="mt-1 font-mono text-xs text-faint [overflow-wrap:anywhere]">
          sha-256 {approval.argumentsDigest}
        </p>
      </Disclosure>
    </div>
  );
}
