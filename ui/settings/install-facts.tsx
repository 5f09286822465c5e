// What this installation is set to; it is changed where Causeway is started, not here.
import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../api/queries.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { Fact, Facts } from '../components/facts.tsx';
import { State } from '../components/state.tsx';
import { Section } from './section.tsx';

export function InstallFacts() {
  const { data: session } = useQuery(sessionQuery);
  if (session === undefined) return null;
  const { version, publicUrl, loopbackAllowed, outboundAllow } = session.install;
  const others = outboundAllow.filter((entry) => entry !== 'loopback');
  return (
    <Section
      id="installation"
      title="This installation"
      description="Set where Causeway is started, by settings or flags."
    >
      <Facts>
        <Fact name="Version">{version}</Fact>
        <Fact name="Address">
          <span className="font-mono text-sm">{publicUrl}</span>
          <CopyButton text={publicUrl} label="Copy the address" />
        </Fact>
        <Fact name="Servers on this machine">
          {loopbackAllowed ? (
            <State tone="wait">Allowed: connectors may reach 127.0.0.1 and localhost</State>
          ) : (
            <State tone="ok">Blocked</State>
          )}
        </Fact>
        <Fact name="Other private addresses">
          {others.length === 0 ? (
            <State tone="ok">Blocked</State>
          ) : (
            <span className="font-mono text-sm">{others.join(', ')}</span>
          )}
        </Fact>
      </Facts>
    </Section>
  );
}
