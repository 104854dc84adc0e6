import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Certificates in a folder of their own, by openssl: their keys are nowhere in the repository. */
export function makeCertificates() {
  const folder = mkdtempSync(join(tmpdir(), 'tracewright-tls-'));
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  };
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1';
  const newKey = ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const selfSigned = (name: string, ...more: string[]): void => {
    openssl(
      ...newKey,
      '-x509',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      ...more,
    );
  };
  selfSigned('self', '-addext', names);
  selfSigned('ca');
  selfSigned('stranger');
  writeFileSync(file('names.cnf'), names);
  for (const name of ['server', 'client']) {
    openssl(...newKey, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'names.cnf'];
    openssl('x509', '-req', '-days', '2', '-in', `${name}.csr`, '-out', `${name}.pem`, ...by);
  }
  openssl('pkey', '-in', 'self.key', '-aes256', '-passout', 'pass:x', '-out', 'encrypted.key');
  writeFileSync(file('not.pem'), 'hello');
  return { file, folder, remove: () => rmSync(folder, { recursive: true }) };
}
