-- Who did what, said before it was done; each row is chained to the one before it by its hash. Rows are added and never changed.
CREATE TABLE IF NOT EXISTS api_audit(
  tenant text NOT NULL, number bigint NOT NULL, body bytea NOT NULL, hash bytea NOT NULL, PRIMARY KEY (tenant, number));
CREATE OR REPLACE FUNCTION api_audit_stays() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''audit records are not changed''; END';
CREATE OR REPLACE TRIGGER api_audit_stays BEFORE UPDATE OR DELETE ON api_audit FOR EACH ROW EXECUTE FUNCTION api_audit_stays();
