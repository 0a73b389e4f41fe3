-- Who renews has refuted its own word that it cannot (Suspicion.CannotRenew, 3): it is not evicted for it.
-- Matches the incarnation only, never the expiry: an outage of this server reshuffles nothing. All null: it stands no more.
create or replace function renew(p_incarnation bigint, p_state integer, p_lease_ms bigint) returns register language plpgsql as $$
begin
    update member m set state = p_state, expires_at = clock_timestamp() + p_lease_ms * interval '1 ms'
    where m.incarnation = p_incarnation and m.state in (1, 2) and p_state in (1, 2);
    if not found then
        return null;
    end if;
    delete from suspicion s where s.suspect = p_incarnation and s.why = 3;
    perform raise_floor();
    return read_register();
end $$;
