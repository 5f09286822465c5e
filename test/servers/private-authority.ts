// A certificate authority of our own, and an HTTPS front that it signed, before any test server.

import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const makeKeys = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

async function pemOf(key: CryptoKey): Promise<string> {
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`;
}

export interface PrivateAuthority {
  /** PEM of its certificate: what a person pastes. */
  pem: string;
  /** HTTPS at `https://127.0.0.1:PORT`, handing everything on to `target`, an origin in the clear. */
  front(target: string): Promise<{ origin: string; hostPort: string; close(): Promise<void> }>;
}

export async function makePrivateAuthority(name = 'Harbour authority'): Promise<PrivateAuthority> {
  const keys = await makeKeys();
  const times = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 3_600_000) };
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
    ...times,
  });
  return {
    pem: root.toString('pem'),
    async front(target) {
      const own = await makeKeys();
      const certificate = await x509.X509CertificateGenerator.create({
        subject: 'CN=127.0.0.1',
        issuer: root.subject,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithm,
        extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
        ...times,
      });
      const server = handOn(target, { cert: certificate.toString('pem'), key: await pemOf(own.privateKey) });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const hostPort = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      return {
        origin: `https://${hostPort}`,
        hostPort,
        close() {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(() => resolve()));
        },
      };
    },
  };
}

function handOn(target: string, identity: { cert: string; key: string }): Server {
  return createServer(identity, (asked, answer) => {
    const { method, headers, url } = asked;
    const onward = request(
      new URL(url ?? '/', target),
      { ...(method ? { method } : {}), headers: { ...headers, host: new URL(target).host } },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  });
}
