-- Where tenants want their events sent to; row: JSON. Secrets within are sealed.
CREATE TABLE IF NOT EXISTS api_webhook(tenant text NOT NULL, id text NOT NULL, revision bigint NOT NULL, row text NOT NULL, PRIMARY KEY (tenant, id));
-- How far the journal was followed for them.
CREATE TABLE IF NOT EXISTS api_webhook_position(shard integer PRIMARY KEY, position bigint NOT NULL);
-- What is on its way; dead: it was given up.
CREATE TABLE IF NOT EXISTS api_delivery(
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant text NOT NULL, webhook text NOT NULL, event text NOT NULL, subject text NOT NULL, type text NOT NULL,
  body bytea NOT NULL, at bigint NOT NULL, attempts integer NOT NULL, next bigint NOT NULL, dead boolean NOT NULL, outcome text);
CREATE INDEX IF NOT EXISTS api_delivery_subject ON api_delivery (tenant, webhook, subject, number) WHERE NOT dead;
CREATE INDEX IF NOT EXISTS api_delivery_next ON api_delivery (next) WHERE NOT dead;
CREATE INDEX IF NOT EXISTS api_delivery_webhook ON api_delivery (tenant, webhook, dead, number);
-- Which process does the sending, and until when unless it says so again.
CREATE TABLE IF NOT EXISTS api_webhook_holder(one integer PRIMARY KEY CHECK (one = 1), holder text NOT NULL, until timestamptz NOT NULL);
