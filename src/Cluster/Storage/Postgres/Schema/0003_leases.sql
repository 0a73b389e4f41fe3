-- Members and owners. Time is this server's (clock_timestamp(), which goes on inside a transaction); every function may be called again.

-- The whole register as of one moment.
create type register as (
    names          text[],
    incarnations   bigint[],
    addresses      text[],
    roles          integer[],
    protocols      integer[],
    states         integer[],
    expire_in_ms   bigint[],
    owners         bigint[],                 -- by shard, from 0
    epochs         bigint[],
    protocol_floor integer,
    at             timestamptz
);

create function stands(p_incarnation bigint) returns boolean language sql as
    'select exists (select from member m where m.incarnation = p_incarnation and m.state in (1, 2))';

-- Who left or was evicted is shown as long as it owns shards.
create function read_register() returns register language plpgsql as $$
declare
    r register;
begin
    r.at := clock_timestamp();
    select array_agg(m.name), array_agg(m.incarnation), array_agg(m.address), array_agg(m.roles), array_agg(m.protocol), array_agg(m.state),
           array_agg((extract(epoch from m.expires_at - r.at) * 1000)::bigint)
    into r.names, r.incarnations, r.addresses, r.roles, r.protocols, r.states, r.expire_in_ms
    from member m
    where m.state in (1, 2) or exists (select from shard_lease l where l.incarnation = m.incarnation);
    select array_agg(l.incarnation order by l.shard), array_agg(l.epoch order by l.shard) into r.owners, r.epochs from shard_lease l;
    select c.protocol_floor into r.protocol_floor from center c;
    return r;
end $$;

-- A member that is only late may come back, so it holds the floor down too.
create function raise_floor() returns void language sql as $$
    update center set protocol_floor = lowest.protocol
    from (select min(m.protocol) as protocol from member m where m.state in (1, 2)) as lowest
    where lowest.protocol > center.protocol_floor
$$;

-- Outcome: 1 joined, 2 name in use, 3 other cluster, 4 too old. Joins come one at a time. Who starts at an address has it: its holder before is gone.
create function join_cluster(p_cluster text, p_name text, p_address text, p_roles integer, p_protocol integer, p_lease_ms bigint, p_is_start boolean,
    out outcome integer, out incarnation bigint, out used_at text, out used_for_ms bigint, out cluster_named text, out floor_now integer, out now_is register)
language plpgsql as $$
declare
    c center;
    holder member;
begin
    update center set cluster = coalesce(center.cluster, p_cluster) returning * into c;
    cluster_named := c.cluster;
    floor_now := c.protocol_floor;
    select * into holder from member m where m.name = p_name for update;
    outcome := case
        when c.cluster <> p_cluster then 3
        when p_protocol < c.protocol_floor then 4
        when holder.state in (1, 2) and holder.expires_at > clock_timestamp() and not (p_is_start and holder.address = p_address) then 2
        else 1 end;
    if outcome = 2 then
        used_at := holder.address;
        used_for_ms := greatest(1, (extract(epoch from holder.expires_at - clock_timestamp()) * 1000)::bigint);
    elsif outcome = 1 then
        -- Names of long ago, with nothing left, do not gather.
        delete from member m where m.state in (3, 4) and m.expires_at < clock_timestamp() - interval '1 day'
            and not exists (select from shard_lease l where l.incarnation = m.incarnation);
        incarnation := nextval('incarnation');
        insert into member as m (name, incarnation, address, roles, protocol, state, expires_at)
        values (p_name, join_cluster.incarnation, p_address, p_roles, p_protocol, 1, clock_timestamp() + p_lease_ms * interval '1 ms')
        on conflict (name) do update set incarnation = excluded.incarnation, address = excluded.address, roles = excluded.roles,
            protocol = excluded.protocol, state = excluded.state, expires_at = excluded.expires_at;
        perform raise_floor();
        now_is := read_register();
    end if;
end $$;

-- Matches the incarnation only, never the expiry: an outage of this server reshuffles nothing. All null: it stands no more.
create function renew(p_incarnation bigint, p_state integer, p_lease_ms bigint) returns register language plpgsql as $$
begin
    update member m set state = p_state, expires_at = clock_timestamp() + p_lease_ms * interval '1 ms'
    where m.incarnation = p_incarnation and m.state in (1, 2) and p_state in (1, 2);
    if not found then
        return null;
    end if;
    perform raise_floor();
    return read_register();
end $$;

-- Takes the shard's lock exclusively, behind the appends in flight; lock_timeout bounds the wait. Whoever may end a predecessor's sessions does so
-- when one of them will not let go (a server that waits for its standby, or for a disk), and waits once more.
create function close_shard(p_shard integer, p_ends_sessions boolean) returns boolean language plpgsql as $$
begin
    begin
        perform pg_advisory_xact_lock(shard_locks(), p_shard);
        return true;
    exception when lock_not_available then
        if not p_ends_sessions then
            return false;
        end if;
    end;
    perform pg_terminate_backend(l.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'advisory' and l.classid = shard_locks()::oid and l.objid = p_shard::oid and l.objsubid = 2 and l.mode = 'ShareLock' and l.granted
        and a.datname = current_database() and a.usename = current_user;
    begin
        perform pg_advisory_xact_lock(shard_locks(), p_shard);
        return true;
    exception when lock_not_available then
        return false;
    end;
end $$;

-- The first shard that cannot be had costs the whole patience: the others are then taken only if nobody is in the way.
create function acquire(p_incarnation bigint, p_shards integer[]) returns table (shard integer, epoch bigint) language plpgsql as $$
declare
    candidate integer;
    closed integer[] := '{}';
    is_patient boolean := true;
begin
    if exists (select from member m where m.incarnation = p_incarnation and m.state = 1) then
        for candidate in
            select l.shard from shard_lease l where l.shard = any (p_shards) and l.incarnation <> p_incarnation and not stands(l.incarnation) order by l.shard
        loop
            if is_patient then
                is_patient := close_shard(candidate, true);
                if is_patient then
                    closed := closed || candidate;
                end if;
            elsif pg_try_advisory_xact_lock(shard_locks(), candidate) then
                closed := closed || candidate;
            end if;
        end loop;
        update shard_lease l set epoch = l.epoch + 1, incarnation = p_incarnation
        where l.shard = any (closed) and l.incarnation <> p_incarnation and not stands(l.incarnation);
    end if;
    return query select l.shard, l.epoch from shard_lease l
        where l.shard = any (p_shards) and l.incarnation = p_incarnation and stands(p_incarnation);
end $$;

create function hand_over(p_incarnation bigint, p_shards integer[], p_epochs bigint[], p_successor bigint)
returns table (shard integer, epoch bigint) language plpgsql as $$
declare
    candidate integer;
    closed integer[] := '{}';
begin
    if exists (select from member m where m.incarnation = p_successor and m.state = 1 and m.expires_at > clock_timestamp()) then
        for candidate in
            select l.shard from shard_lease l join unnest(p_shards, p_epochs) as g (shard, epoch) on l.shard = g.shard and l.epoch = g.epoch
            where l.incarnation = p_incarnation order by l.shard
        loop
            exit when not close_shard(candidate, false);
            closed := closed || candidate;
        end loop;
        update shard_lease l set epoch = l.epoch + 1, incarnation = p_successor
        from unnest(p_shards, p_epochs) as g (shard, epoch)
        where l.shard = any (closed) and l.shard = g.shard and l.epoch = g.epoch and l.incarnation = p_incarnation;
    end if;
    return query select l.shard, l.epoch from shard_lease l join unnest(p_shards, p_epochs) as g (shard, epoch) on l.shard = g.shard
        where l.incarnation = p_successor and l.epoch = g.epoch + 1;
end $$;

create function suspect(p_by bigint, p_suspect bigint, p_why integer) returns void language plpgsql as $$
begin
    delete from suspicion s where s.at < clock_timestamp() - interval '1 minute';
    insert into suspicion as s (suspect, suspected_by, why, at) values (p_suspect, p_by, p_why, clock_timestamp())
    on conflict (suspect, suspected_by) do update set why = excluded.why, at = excluded.at;
end $$;

-- p_enough: the reasons (by number) of which one word is enough when no more than two stand.
create function evict(p_suspect bigint, p_counts_ms bigint, p_enough integer[]) returns boolean language plpgsql as $$
declare
    words integer;
    enough integer;
begin
    select count(*), count(*) filter (where s.why = any (p_enough)) into words, enough
    from suspicion s
    where s.suspect = p_suspect and s.suspected_by <> p_suspect and s.at > clock_timestamp() - p_counts_ms * interval '1 ms' and stands(s.suspected_by);
    update member m set state = 4
    where m.incarnation = p_suspect and m.state in (1, 2)
        and (m.expires_at <= clock_timestamp()
            or words >= 2
            or (enough >= 1 and (select count(*) from member o where o.state in (1, 2)) <= 2));
    return not stands(p_suspect);
end $$;

create function leave(p_incarnation bigint) returns void language sql as
    'update member m set state = 3 where m.incarnation = p_incarnation and m.state in (1, 2)';
