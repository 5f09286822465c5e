// The certificate of a private authority, as a person pastes it.
import { X509Certificate } from 'node:crypto';
import { connectorErrors } from './errors.ts';

const block = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The certificates in a PEM text and nothing else of it. Throws `certificate_invalid`. */
export function readAuthority(pem: string | undefined): { certificateAuthority?: string } {
  if (pem === undefined || pem.trim() === '') return {};
  const found = pem.match(block) ?? [];
  if (found.length === 0) throw connectorErrors.badCertificate();
  for (const one of found) {
    try {
      new X509Certificate(one);
    } catch {
      throw connectorErrors.badCertificate();
    }
  }
  return { certificateAuthority: `${found.join('\n')}\n` };
}
