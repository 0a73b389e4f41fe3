-- Reports that tenants want of each day, week or month; row: JSON.
CREATE TABLE IF NOT EXISTS schedule (tenant TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (tenant, id)) WITHOUT ROWID;
-- What became of each period; due, next: UTC milliseconds; stage: DeliveryStage; body: what is sent, while it waits.
CREATE TABLE IF NOT EXISTS delivery (
    tenant TEXT NOT NULL, schedule TEXT NOT NULL, due INTEGER NOT NULL, edition INTEGER NOT NULL, stage INTEGER NOT NULL, next INTEGER NOT NULL, row TEXT NOT NULL, body BLOB,
    PRIMARY KEY (tenant, schedule, due, edition));
CREATE INDEX IF NOT EXISTS delivery_next ON delivery (stage, next) WHERE stage IN (1, 2);
