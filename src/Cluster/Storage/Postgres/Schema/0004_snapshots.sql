-- States of long streams, each as of one version of its stream: a cache. A row that is lost costs a longer reading, nothing else.
create table snapshot (
    stream    text collate "C" primary key,
    version   bigint not null,
    contract  integer not null,              -- by whose rules the body is read
    last_time bigint not null,               -- of the events up to the version: 100 ns since the year 1, UTC
    hash      bytea not null,
    body      bytea not null                 -- UTF-8 JSON
);
