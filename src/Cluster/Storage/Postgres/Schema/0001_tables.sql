-- One center. All nodes share these tables; nothing here orders events of different shards.
create table center (
    one            boolean primary key default true check (one),
    shards         integer not null check (shards between 1 and 65536), -- chosen at creation, never changed
    cluster        text,                                                -- named by the first join
    protocol_floor integer not null default 1,                          -- what every process must speak; nothing newer is written
    schema_version integer not null
);

-- An incarnation is one start of one process. Never used twice: leases belong to it.
create sequence incarnation;

-- State: 1 up, 2 draining, 3 left, 4 evicted. The first two stand. Renewed every few seconds: room in each page keeps the updates off the indexes.
create table member (
    name        text collate "C" primary key,
    incarnation bigint not null unique,
    address     text not null,
    roles       integer not null,
    protocol    integer not null,
    state       integer not null check (state between 1 and 4),
    expires_at  timestamptz not null
) with (fillfactor = 50);

create table shard_lease (
    shard       integer primary key,
    epoch       bigint not null,
    incarnation bigint not null              -- 0: nobody's yet
) with (fillfactor = 50);

create table suspicion (
    suspect      bigint not null,
    suspected_by bigint not null,
    why          integer not null,
    at           timestamptz not null,
    primary key (suspect, suspected_by)
);

-- What the invariants of ownership are checked against: each epoch of each shard, once.
create table lease_audit (
    shard       integer not null,
    epoch       bigint not null,
    incarnation bigint not null,
    predecessor bigint not null,
    at          timestamptz not null,        -- taken under the exclusive lock: no row of an earlier epoch is stamped later
    primary key (shard, epoch)
);

create function audit_lease() returns trigger language plpgsql as $$
begin
    insert into lease_audit (shard, epoch, incarnation, predecessor, at) values (new.shard, new.epoch, new.incarnation, old.incarnation, clock_timestamp());
    return null;
end $$;

create trigger audit_lease after update on shard_lease for each row when (old.epoch is distinct from new.epoch) execute function audit_lease();

create table event (
    shard   integer not null,
    pos     bigint not null,                 -- dense in its shard, from 1
    epoch   bigint not null,
    stream  text collate "C" not null,       -- tenant/site/kind/key
    version bigint not null,                 -- dense in its stream, from 1
    tag     text not null,
    body    bytea not null,                  -- UTF-8 JSON
    db_ts   timestamptz not null,
    primary key (shard, pos),
    unique (stream, version)
);

-- Streams with duties: what a take-over brings back.
create table live (
    shard  integer not null,
    stream text collate "C" not null,
    primary key (shard, stream)
);
