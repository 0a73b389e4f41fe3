-- One batch of one writer: the only statement that writes events, one round trip, one transaction.
--
-- A lease moves under an exclusive lock of its shard, a batch is written under shared ones of all its shards, in ascending order: so no row of an
-- earlier epoch comes after the take-over. Each statement in here has a snapshot of its own (READ COMMITTED), and the epochs are read after the
-- locks were got; a snapshot from before would see the owner of before. Locks, not rows with FOR KEY SHARE: those use up multixacts.

-- The class of all locks of shards; the second key is the shard.
create function shard_locks() returns integer language sql immutable as 'select 4711';

create function is_stored(p_shard integer[], p_pos bigint[], p_epoch bigint[], p_stream text[], p_version bigint[], p_tag text[], p_body bytea[])
returns timestamptz language plpgsql as $$
declare
    stamp timestamptz;
    found_rows integer;
begin
    -- The first row decides nearly always: a batch is there wholly or not at all.
    select e.db_ts into stamp from event e
    where e.shard = p_shard[1] and e.pos = p_pos[1] and e.epoch = p_epoch[1] and e.stream = p_stream[1] and e.version = p_version[1];
    if stamp is null then
        return null;
    end if;
    select count(*) into found_rows
    from unnest(p_shard, p_pos, p_epoch, p_stream, p_version, p_tag, p_body) as n (shard, pos, epoch, stream, version, tag, body)
    join event e on e.shard = n.shard and e.pos = n.pos
    where e.epoch = n.epoch and e.stream = n.stream and e.version = n.version and e.tag = n.tag and e.body = n.body;
    if found_rows <> cardinality(p_pos) then
        return null;
    end if;
    -- Whoever asks again wants to know that it lasts: a commit that writes waits for the standby, behind the rows it found.
    perform pg_logical_emit_message(true, 'callcenter', 'stored');
    return stamp;
end $$;

-- Fences: shards ascending, and the epoch each is believed to have. p_floor: stamps of this writer never go back.
-- Answers the stamp, or the shards that are somebody else's. A row that is there with other content is a unique_violation.
create function append(
    p_fence_shard integer[], p_fence_epoch bigint[],
    p_shard integer[], p_pos bigint[], p_epoch bigint[], p_stream text[], p_version bigint[], p_tag text[], p_body bytea[],
    p_list_shard integer[], p_list_stream text[], p_unlist_shard integer[], p_unlist_stream text[],
    p_floor timestamptz,
    out stored_at timestamptz, out fenced integer[])
language plpgsql as $$
begin
    if current_setting('transaction_isolation') <> 'read committed' then
        raise exception 'append wants read committed: an older snapshot would not see who owns the shards now';
    end if;
    if cardinality(p_pos) > 0 then
        stored_at := is_stored(p_shard, p_pos, p_epoch, p_stream, p_version, p_tag, p_body);
        if stored_at is not null then
            return;
        end if;
    end if;

    perform pg_advisory_xact_lock_shared(shard_locks(), f.shard) from unnest(p_fence_shard) as f (shard);
    select array_agg(f.shard order by f.shard) into fenced
    from unnest(p_fence_shard, p_fence_epoch) as f (shard, epoch)
    where not exists (select from shard_lease l where l.shard = f.shard and l.epoch = f.epoch);
    if fenced is not null then
        -- The same batch may have been under way on a lost connection, and have got in before the take-over that we waited behind.
        if cardinality(p_pos) > 0 then
            stored_at := is_stored(p_shard, p_pos, p_epoch, p_stream, p_version, p_tag, p_body);
            if stored_at is not null then
                fenced := null;
            end if;
        end if;
        return;
    end if;

    stored_at := greatest(clock_timestamp(), p_floor);
    if cardinality(p_pos) > 0 then
        insert into event (shard, pos, epoch, stream, version, tag, body, db_ts)
        select n.*, stored_at from unnest(p_shard, p_pos, p_epoch, p_stream, p_version, p_tag, p_body) as n;
    end if;
    if cardinality(p_list_shard) > 0 then
        insert into live (shard, stream) select n.* from unnest(p_list_shard, p_list_stream) as n on conflict do nothing;
    end if;
    if cardinality(p_unlist_shard) > 0 then
        delete from live l using unnest(p_unlist_shard, p_unlist_stream) as n (shard, stream) where l.shard = n.shard and l.stream = n.stream;
    end if;
end $$;
