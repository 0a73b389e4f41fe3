-- The journal of one center. One row of facts about the center itself.
create table center (
    one    integer primary key check (one = 1),
    shards integer not null,             -- chosen at creation, never changed
    epoch  integer not null              -- counts the starts: whoever started last owns all shards
) strict;

create table event (
    shard   integer not null,
    pos     integer not null,            -- dense in its shard, from 1
    epoch   integer not null,
    stream  text    not null,            -- tenant/site/kind/key
    version integer not null,            -- dense in its stream, from 1
    tag     text    not null,
    body    blob    not null,            -- UTF-8 JSON
    db_ts   integer not null             -- microseconds since 1970, UTC; never less than in the row before
) strict;

create unique index event_by_pos on event (shard, pos);
create unique index event_by_version on event (stream, version);

-- Streams with duties: what a start brings back.
create table live (
    shard  integer not null,
    stream text    not null,
    primary key (shard, stream)
) strict, without rowid;
