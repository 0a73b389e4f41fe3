-- A start's number grows with time (UUID version 7), so that a join of a process that is dead, which this server comes to late, does not take the
-- place of the one that was started after it.
-- Outcome: 1 joined, 2 name in use, 3 other cluster, 4 too old. Joins come one at a time. Who starts at an address has it: its holder before is gone,
-- if it started before.
create or replace function join_cluster(
    p_cluster text, p_name text, p_address text, p_roles integer, p_protocol integer, p_lease_ms bigint, p_is_start boolean, p_start uuid,
    out outcome integer, out incarnation bigint, out used_at text, out used_for_ms bigint, out cluster_named text, out floor_now integer, out now_is register)
language plpgsql as $$
declare
    c center;
    holder member;
    is_here boolean;
begin
    update center set cluster = coalesce(center.cluster, p_cluster) returning * into c;
    cluster_named := c.cluster;
    floor_now := c.protocol_floor;
    select * into holder from member m where m.name = p_name for update;
    is_here := coalesce(holder.state in (1, 2) and holder.start = p_start, false);
    outcome := case
        when c.cluster <> p_cluster then 3
        when p_protocol < c.protocol_floor then 4
        when holder.state in (1, 2) and holder.expires_at > clock_timestamp() and not is_here and not (p_is_start and holder.address = p_address and (holder.start is null or p_start > holder.start)) then 2
        else 1 end;
    if outcome = 2 then
        used_at := holder.address;
        used_for_ms := greatest(1, (extract(epoch from holder.expires_at - clock_timestamp()) * 1000)::bigint);
    elsif outcome = 1 then
        -- Names of long ago, with nothing left, do not gather.
        delete from member m where m.state in (3, 4) and m.expires_at < clock_timestamp() - interval '1 day'
            and not exists (select from shard_lease l where l.incarnation = m.incarnation);
        incarnation := case when is_here then holder.incarnation else nextval('incarnation') end;
        insert into member as m (name, incarnation, address, roles, protocol, state, expires_at, start)
        values (p_name, join_cluster.incarnation, p_address, p_roles, p_protocol, 1, clock_timestamp() + p_lease_ms * interval '1 ms', p_start)
        on conflict (name) do update set incarnation = excluded.incarnation, address = excluded.address, roles = excluded.roles,
            protocol = excluded.protocol, state = excluded.state, expires_at = excluded.expires_at, start = excluded.start;
        perform raise_floor();
        now_is := read_register();
    end if;
end $$;
