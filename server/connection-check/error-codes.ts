// docs/error-codes.md, made from the causes, so that the list can never be older than the code.
import { checkStepName } from '#shared/contract/connection-check.ts';
import { causes } from '../authorization/causes.ts';

const titles: Record<(typeof checkStepName.options)[number], string> = {
  url: 'URL',
  dns: 'DNS',
  address: 'Address safety',
  tls: 'Connection and TLS',
  protocol: 'Protocol',
  'resource-metadata': 'Sign-in and resource metadata',
  'authorization-server': 'Authorization server',
  registration: 'Registration',
  authorization: 'Authorization',
  token: 'Token',
  catalogue: 'Catalogue',
};

export function errorCodesPage(): string {
  const parts = checkStepName.options.map((step) => {
    const rows = Object.entries(causes).filter(([, cause]) => cause.step === step);
    const lines = rows.map(([code, { means, fix }]) => `| \`${code}\` | ${means} | ${fix} |`);
    return [
      `## ${titles[step]}`,
      '',
      '| code | what it means | what to do |',
      '|---|---|---|',
      ...lines,
      '',
    ].join('\n');
  });
  return [
    '# Error codes of the connection check and of signing in',
    '',
    'Every step of the connection check that fails names one of these codes. They do not change their meaning;',
    'programs may rely on them. This page is made from the code and compared with it by a test.',
    '',
    ...parts,
  ].join('\n');
}
