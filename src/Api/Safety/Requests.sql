-- Requests that named themselves (Idempotency-Key); answer: sealed, null until there is one. begun: UTC milliseconds.
CREATE TABLE IF NOT EXISTS request (
    token TEXT NOT NULL, tenant TEXT NOT NULL, key TEXT NOT NULL, fingerprint BLOB NOT NULL, begun INTEGER NOT NULL, answer BLOB,
    PRIMARY KEY (token, tenant, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS request_begun ON request (token, begun);
