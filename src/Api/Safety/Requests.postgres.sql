-- Requests that named themselves (Idempotency-Key); answer: sealed, null until there is one.
CREATE TABLE IF NOT EXISTS api_request(
  token text NOT NULL, tenant text NOT NULL, key text NOT NULL, fingerprint bytea NOT NULL, begun timestamptz NOT NULL, answer bytea,
  PRIMARY KEY (token, tenant, key));
CREATE INDEX IF NOT EXISTS api_request_begun ON api_request (token, begun);
