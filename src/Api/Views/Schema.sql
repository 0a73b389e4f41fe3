-- Views: rows folded from the journal, and how far. The file can be deleted at any time; it is rebuilt.
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS checkpoint (shard INTEGER PRIMARY KEY, position INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS tenant (tenant TEXT PRIMARY KEY, row TEXT NOT NULL) WITHOUT ROWID;
-- event: which of the stream of the tenant's configuration it is.
CREATE TABLE IF NOT EXISTS config_version (
    tenant TEXT NOT NULL, version INTEGER NOT NULL, event INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (tenant, version)) WITHOUT ROWID;
-- The floor of a tenant: rationed breaks, open alarms and the last that are over.
CREATE TABLE IF NOT EXISTS floor (tenant TEXT PRIMARY KEY, row TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS agent (tenant TEXT NOT NULL, id TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (tenant, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS agent_interval (
    tenant TEXT NOT NULL, agent TEXT NOT NULL, number INTEGER NOT NULL, row TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (tenant, agent, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS agent_interval_until ON agent_interval (tenant, until);
-- Offers that agents were held for, when they are over.
CREATE TABLE IF NOT EXISTS offer (
    tenant TEXT NOT NULL, agent TEXT NOT NULL, number INTEGER NOT NULL, queue TEXT NOT NULL, ended INTEGER NOT NULL, row TEXT NOT NULL, PRIMARY KEY (tenant, agent, number)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS offer_ended ON offer (tenant, ended);
CREATE TABLE IF NOT EXISTS queue (tenant TEXT NOT NULL, id TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (tenant, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS queue_stay (
    tenant TEXT NOT NULL, queue TEXT NOT NULL, stay TEXT NOT NULL, open INTEGER NOT NULL, row TEXT NOT NULL, entered INTEGER NOT NULL, left INTEGER,
    PRIMARY KEY (tenant, queue, stay)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS queue_stay_entered ON queue_stay (tenant, queue, entered);
CREATE INDEX IF NOT EXISTS queue_stay_left ON queue_stay (tenant, queue, left) WHERE left IS NOT NULL;
CREATE INDEX IF NOT EXISTS queue_stay_open ON queue_stay (tenant, queue) WHERE open = 1;
CREATE TABLE IF NOT EXISTS queue_day (
    tenant TEXT NOT NULL, queue TEXT NOT NULL, day TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (tenant, queue, day)) WITHOUT ROWID;
-- arrived: UTC milliseconds, null while only a wrap-up of the call is known. live: 1 until the call has ended. caller: of a call that an
-- agent talked to, else null, so that only those are in its index.
CREATE TABLE IF NOT EXISTS call (
    tenant TEXT NOT NULL, id TEXT NOT NULL, arrived INTEGER, live INTEGER NOT NULL, phase INTEGER NOT NULL, queue TEXT, agent TEXT, row TEXT NOT NULL, caller TEXT, number TEXT,
    PRIMARY KEY (tenant, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS call_arrived ON call (tenant, arrived DESC, id DESC);
CREATE INDEX IF NOT EXISTS call_live ON call (tenant, arrived DESC, id DESC) WHERE live = 1;
CREATE INDEX IF NOT EXISTS call_queue ON call (tenant, queue, arrived DESC, id DESC);
-- Of calls that were answered: whom a caller spoke to last.
CREATE INDEX IF NOT EXISTS call_caller ON call (tenant, caller, arrived DESC) WHERE caller IS NOT NULL;
CREATE INDEX IF NOT EXISTS call_number ON call (tenant, number, arrived, id);
CREATE INDEX IF NOT EXISTS call_agent ON call (tenant, agent, arrived DESC, id DESC);
-- Agent segments that are wrapped up, by when that ended: where in which call's record they are.
CREATE TABLE IF NOT EXISTS segment (
    tenant TEXT NOT NULL, ended INTEGER NOT NULL, offer TEXT NOT NULL, call TEXT NOT NULL, agent TEXT NOT NULL, queue TEXT, team TEXT, PRIMARY KEY (tenant, ended, offer)) WITHOUT ROWID;
-- Sums over the facts (CallCenter.Actors.Reports.FigureSet). level 0: a quarter of an hour; 1: an hour. start: the quarter it begins with, counted
-- from 1970. Beyond the close of a quarter it changes by corrections, whose number is the position (shard:pos) of the event that made them.
CREATE TABLE IF NOT EXISTS figures (
    tenant TEXT NOT NULL, level INTEGER NOT NULL, of INTEGER NOT NULL, start INTEGER NOT NULL, subject TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (tenant, level, of, start, subject)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS correction (
    tenant TEXT NOT NULL, of INTEGER NOT NULL, start INTEGER NOT NULL, subject TEXT NOT NULL, number TEXT NOT NULL, body BLOB NOT NULL,
    PRIMARY KEY (tenant, of, start, subject, number)) WITHOUT ROWID;
-- Events of queues that belong into a call's story, by where they are in the journal.
CREATE TABLE IF NOT EXISTS call_word (tenant TEXT NOT NULL, call TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (tenant, call, stream, version)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stream_event (seq INTEGER PRIMARY KEY, tenant TEXT NOT NULL, topic INTEGER NOT NULL, body BLOB NOT NULL);
