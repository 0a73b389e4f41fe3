-- Who may ask. Tokens are random and long, so a plain hash of one cannot be turned back.
CREATE TABLE IF NOT EXISTS token (
    id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, name TEXT NOT NULL, tenants TEXT NOT NULL, created TEXT NOT NULL, request_key TEXT) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS token_request ON token (request_key) WHERE request_key IS NOT NULL;
CREATE TABLE IF NOT EXISTS admin (one INTEGER PRIMARY KEY CHECK (one = 1), hash BLOB NOT NULL) WITHOUT ROWID;
