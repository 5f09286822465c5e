// A connection check as text to share. Secrets were redacted before the steps came here.
import type { CheckStep, CheckStepName, Exchange } from '#shared/contract/connection-check.ts';
import { formatDuration } from '../components/format.ts';

export const stepWords: Record<CheckStepName, string> = {
  url: 'URL',
  dns: 'Name (DNS)',
  address: 'Address safety',
  tls: 'Encryption (TLS)',
  protocol: 'Protocol',
  'resource-metadata': 'Sign-in asked for',
  'authorization-server': 'Authorization server',
  registration: 'Registration',
  authorization: 'Authorization',
  token: 'Token',
  catalogue: 'Catalogue',
};

const headerLines = (headers: Record<string, string>): string[] =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`);

/** The request as it was sent, in the form of HTTP. */
export const sentText = ({ sent }: Exchange): string =>
  [`${sent.method} ${sent.url}`, ...headerLines(sent.headers), ...(sent.body ? ['', sent.body] : [])].join(
    '\n',
  );

/** The answer as it came, or why none came. */
export function receivedText({ received, error }: Exchange): string {
  if (received === undefined) return error ?? 'No answer.';
  return [
    `HTTP ${received.status}`,
    ...headerLines(received.headers),
    ...(received.body ? ['', received.body] : []),
  ].join('\n');
}

export function reportText(subject: string, steps: CheckStep[]): string {
  const lines = [`Connection check of ${subject}`, ''];
  for (const step of steps) {
    lines.push(
      `${step.state.toUpperCase().padEnd(8)}${stepWords[step.step]}: ${step.line} (${formatDuration(step.milliseconds)})`,
    );
    if (step.cause) lines.push(`        Cause: ${step.cause}`);
    if (step.fix) lines.push(`        Fix: ${step.fix}`);
    if (step.state !== 'failed') continue;
    for (const exchange of step.exchanges)
      lines.push('', 'Sent:', sentText(exchange), '', 'Received:', receivedText(exchange), '');
  }
  return lines.join('\n');
}
