// A real OpenID provider for the tests, on free ports of this machine. Its one argument is a folder with
// `authority.pem`, `server.pem` and `server.key`; it prints where it listens as one line of JSON, writes the
// private key that it signs with to `signing-key.pem`, and ends when its standard input does.

import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import Provider from 'oidc-provider';

const folder = process.argv[2];
const read = (name) => readFileSync(join(folder, name));

const ALGORITHMS = ['RS256', 'ES256', 'PS256'];
const SCOPE = 'schakel';

// Whose tokens they are, whichever client asks.
const PERSON = { sub: 'reporter-1', organisation: 'politie', roles: ['reporter'] };

const client = (client_id, more) => ({
  client_id, grant_types: ['client_credentials'], response_types: [], redirect_uris: [], ...more,
});
const withSecret = { client_secret: 'only-for-tests', token_endpoint_auth_method: 'client_secret_basic' };
const withCertificate = {
  token_endpoint_auth_method: 'tls_client_auth',
  tls_client_auth_subject_dn: 'CN=chain',
  tls_client_certificate_bound_access_tokens: true,
};

const certificate = (ctx) => ctx.req.socket.getPeerX509Certificate?.();

function makeKey(algorithm) {
  const { privateKey } = algorithm === 'ES256'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(folder, 'signing-key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), alg: algorithm, use: 'sig' };
}

function makeProvider(issuer, algorithm) {
  const signing = { id_token_signed_response_alg: algorithm };
  return new Provider(issuer, {
    jwks: { keys: [makeKey(algorithm)] },
    scopes: [SCOPE],
    clientAuthMethods: ['client_secret_basic', 'tls_client_auth'],
    clients: [
      client('portal', { ...withSecret, ...signing }),
      client('stranger', { ...withSecret, ...signing }),
      client('chain', { ...withCertificate, ...signing }),
    ],
    formats: { customizers: { jwt: (_, token, { payload }) => { Object.assign(payload, PERSON); } } },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: SCOPE,
          audience: 'schakel',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 3600,
          jwt: { sign: { alg: algorithm } },
        }),
      },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        tlsClientAuth: true,
        getCertificate: certificate,
        certificateAuthorized: (ctx) => ctx.req.socket.authorized,
        certificateSubjectMatches: (ctx, _, expected) => certificate(ctx).subject.split('\n').includes(expected),
      },
    },
  });
}

let handle;
let rotations = 0;

function rotate(issuer) {
  handle = makeProvider(issuer, ALGORITHMS[rotations % ALGORITHMS.length]).callback();
  rotations += 1;
}

function listen(server) {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
}

const plain = http.createServer((request, response) => {
  if (request.url !== '/rotate') return handle(request, response);
  rotate(issuer);
  return response.end();
});
const mutual = https.createServer(
  {
    key: read('server.key'), cert: read('server.pem'), ca: read('authority.pem'),
    requestCert: true, rejectUnauthorized: false,
  },
  (request, response) => handle(request, response),
);

const issuer = `http://127.0.0.1:${await listen(plain)}`;
rotate(issuer);
console.log(JSON.stringify({ issuer, mutual: `https://127.0.0.1:${await listen(mutual)}` }));
process.stdin.resume().on('end', () => process.exit());
