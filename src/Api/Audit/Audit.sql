-- Who did what, said before it was done; each row is chained to the one before it by its hash. Rows are added and never changed.
CREATE TABLE IF NOT EXISTS audit (
    tenant TEXT NOT NULL, number INTEGER NOT NULL, body BLOB NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (tenant, number)) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS audit_stays BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit records are not changed'); END;
CREATE TRIGGER IF NOT EXISTS audit_is_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit records are not deleted'); END;
