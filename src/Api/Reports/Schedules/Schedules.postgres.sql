-- Reports that tenants want of each day, week or month; row: JSON.
CREATE TABLE IF NOT EXISTS api_report_schedule(tenant text NOT NULL, id text NOT NULL, revision bigint NOT NULL, row text NOT NULL, PRIMARY KEY (tenant, id));
-- What became of each period; due, next: UTC milliseconds; stage: DeliveryStage; body: what is sent, while it waits.
CREATE TABLE IF NOT EXISTS api_report_delivery(
  tenant text NOT NULL, schedule text NOT NULL, due bigint NOT NULL, edition integer NOT NULL, stage integer NOT NULL, next bigint NOT NULL, row text NOT NULL, body bytea,
  PRIMARY KEY (tenant, schedule, due, edition));
CREATE INDEX IF NOT EXISTS api_report_delivery_next ON api_report_delivery (stage, next) WHERE stage IN (1, 2);
