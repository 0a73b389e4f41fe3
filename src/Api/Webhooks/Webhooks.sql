-- Where tenants want their events sent to; row: JSON. Secrets within are sealed.
CREATE TABLE IF NOT EXISTS webhook (tenant TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (tenant, id)) WITHOUT ROWID;
-- How far the journal was followed for them.
CREATE TABLE IF NOT EXISTS position (shard INTEGER PRIMARY KEY, position INTEGER NOT NULL);
-- What is on its way; at, next: UTC milliseconds; dead: 1 when it was given up.
CREATE TABLE IF NOT EXISTS delivery (
    number INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, webhook TEXT NOT NULL, event TEXT NOT NULL, subject TEXT NOT NULL, type TEXT NOT NULL,
    body BLOB NOT NULL, at INTEGER NOT NULL, attempts INTEGER NOT NULL, next INTEGER NOT NULL, dead INTEGER NOT NULL, outcome TEXT);
CREATE INDEX IF NOT EXISTS delivery_subject ON delivery (tenant, webhook, subject, number) WHERE dead = 0;
CREATE INDEX IF NOT EXISTS delivery_next ON delivery (next) WHERE dead = 0;
CREATE INDEX IF NOT EXISTS delivery_webhook ON delivery (tenant, webhook, dead, number);
