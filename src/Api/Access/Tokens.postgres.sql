-- Who may ask. Tokens are random and long, so a plain hash of one cannot be turned back.
CREATE TABLE IF NOT EXISTS api_token(
  id text PRIMARY KEY, hash bytea NOT NULL UNIQUE, name text NOT NULL, tenants text[] NOT NULL, created timestamptz NOT NULL, request_key text UNIQUE);
-- 4: administrator, what tokens were before they had roles.
ALTER TABLE api_token ADD COLUMN IF NOT EXISTS role integer NOT NULL DEFAULT 4, ADD COLUMN IF NOT EXISTS agent text;
-- scopes: numbers of TokenScope, null for all; masked: it does not see callers' numbers.
ALTER TABLE api_token ADD COLUMN IF NOT EXISTS expires timestamptz, ADD COLUMN IF NOT EXISTS scopes integer[], ADD COLUMN IF NOT EXISTS masked boolean NOT NULL DEFAULT false;
-- teams: null for the whole tenant; user_id: whose session it is; is_admin: a session of the platform's administrator.
ALTER TABLE api_token ADD COLUMN IF NOT EXISTS teams text[], ADD COLUMN IF NOT EXISTS user_id text, ADD COLUMN IF NOT EXISTS is_admin boolean NOT NULL DEFAULT false;
CREATE INDEX IF NOT EXISTS api_token_user ON api_token (user_id) WHERE user_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS api_admin(one integer PRIMARY KEY CHECK (one = 1), hash bytea NOT NULL);
-- Grows with each change, so that the other processes need to read one number only.
CREATE TABLE IF NOT EXISTS api_token_revision(one integer PRIMARY KEY CHECK (one = 1), revision bigint NOT NULL);
INSERT INTO api_token_revision VALUES (1, 0) ON CONFLICT DO NOTHING;
