-- Credentials of phones, sealed; staged_at is there while a document that names them may still come in force.
CREATE TABLE IF NOT EXISTS phone_secret(
  tenant text NOT NULL, phone text NOT NULL, version bigint NOT NULL, sealed bytea NOT NULL, staged_at timestamptz,
  PRIMARY KEY (tenant, phone, version));
-- The last document whose credentials were settled, by tenant: a process that is late settles nothing.
CREATE TABLE IF NOT EXISTS phone_secret_settled(tenant text PRIMARY KEY, document bigint NOT NULL);
CREATE TABLE IF NOT EXISTS remembered(name text PRIMARY KEY, fingerprint bytea NOT NULL);
