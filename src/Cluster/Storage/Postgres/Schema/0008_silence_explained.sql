-- Who stood still, and renews, has explained its silence (Suspicion.Silent, 1): it is not evicted for what was noted before. Who does not hear it even
-- now notes it anew. Beside renew of three: processes of the version before call that one while a cluster is upgraded.
create function renew(p_incarnation bigint, p_state integer, p_lease_ms bigint, p_stood_still boolean) returns register language plpgsql as $$
begin
    delete from suspicion s where p_stood_still and s.suspect = p_incarnation and s.why = 1;
    return renew(p_incarnation, p_state, p_lease_ms);
end $$;
