-- Who signs in with a password. The hash of it is in a column of its own: body is what may be shown.
CREATE TABLE IF NOT EXISTS user (
    tenant TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL, password TEXT NOT NULL, PRIMARY KEY (tenant, id)) WITHOUT ROWID;
