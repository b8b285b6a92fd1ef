// A certificate authority of a test's own, made with openssl.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './places.mjs';

function openssl(...args) {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

export class Authority {
  constructor(name = 'Parlance Test Authority') {
    this.folder = temporaryFolder('authority');
    this.file = path.join(this.folder, 'ca.pem');
    this.keyFile = path.join(this.folder, 'ca.key');
    openssl(
      'req', '-x509', ...newKey, '-keyout', this.keyFile, '-out', this.file,
      '-days', '2', '-subj', `/CN=${name}`,
    );
  }

  /** A certificate for `names` ("IP:127.0.0.1", "DNS:localhost"): {key, cert} in PEM. */
  certify(names) {
    const key = path.join(this.folder, 'server.key');
    const request = path.join(this.folder, 'server.csr');
    const cert = path.join(this.folder, 'server.pem');
    const extensions = path.join(this.folder, 'server.cnf');
    fs.writeFileSync(extensions, `subjectAltName=${names.join(',')}\n`);
    openssl('req', ...newKey, '-keyout', key, '-out', request, '-subj', '/CN=test');
    openssl(
      'x509', '-req', '-in', request, '-CA', this.file, '-CAkey', this.keyFile,
      '-CAcreateserial', '-days', '2', '-extfile', extensions, '-out', cert,
    );
    return { key: fs.readFileSync(key), cert: fs.readFileSync(cert) };
  }
}

/** A file with a certificate that expired in the last century. */
export function expiredCertificate() {
  const folder = temporaryFolder('expired');
  const [key, cert] = [path.join(folder, 'old.key'), path.join(folder, 'old.pem')];
  const [database, config] = [path.join(folder, 'index.txt'), path.join(folder, 'ca.cnf')];
  const request = path.join(folder, 'old.csr');
  openssl('req', ...newKey, '-keyout', key, '-out', request, '-subj', '/CN=old');
  fs.writeFileSync(database, '');
  fs.writeFileSync(
    config,
    `[ca]\ndefault_ca=own\n[own]\ndatabase=${database}\nnew_certs_dir=${folder}\n` +
      'default_md=sha256\nrand_serial=yes\npolicy=any\n[any]\ncommonName=supplied\n',
  );
  openssl(
    'ca', '-batch', '-selfsign', '-config', config, '-keyfile', key, '-in', request, '-out', cert,
    '-notext', '-startdate', '19980101000000Z', '-enddate', '19990101000000Z',
  );
  return cert;
}
