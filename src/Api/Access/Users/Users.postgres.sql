-- Who signs in with a password. The hash of it is in a column of its own: body is what may be shown.
CREATE TABLE IF NOT EXISTS api_user(
  tenant text NOT NULL, id text COLLATE "C" NOT NULL, revision bigint NOT NULL, body text NOT NULL, password text NOT NULL, PRIMARY KEY (tenant, id));
