using System.Globalization;
using CallCenter.Chaos.Lab;

namespace CallCenter.Chaos.Verdicts;

/// <summary>The invariants of RELIABILITY.md section 1 that the journal and the lease audit show, read past the product. Each query names what breaks one.</summary>
internal static class Journal
{
    private static readonly (string Rule, string Sql)[] Rules =
    [
        ("O1: epochs of a shard rise one by one, each with one owner",
            """
            select format('shard %s epoch %s after %s', shard, epoch, before) from
                (select shard, epoch, lag(epoch) over (partition by shard order by at, epoch) as before from lease_audit) a
            where epoch <> coalesce(before, epoch - 1) + 1
            """),
        ("O2: along a shard the epoch never falls",
            """
            select format('shard %s pos %s epoch %s after %s', shard, pos, epoch, before) from
                (select shard, pos, epoch, lag(epoch) over (partition by shard order by pos) as before from lately) e
            where epoch < before
            """),
        ("O2: nothing is written under an epoch after the next has begun",
            """
            select format('shard %s pos %s of epoch %s at %s, epoch %s began at %s', e.shard, e.pos, e.epoch, e.db_ts, a.epoch, a.at)
            from lately e join lease_audit a on a.shard = e.shard and a.epoch = e.epoch + 1 where e.db_ts > a.at
            """),
        ("O3: positions of a shard are dense",
            """
            select format('shard %s: %s rows from %s to %s', shard, n, low, high) from
                (select shard, count(*) as n, min(pos) as low, max(pos) as high from lately group by shard) s
            where n <> high - low + 1 or (low > 1 and not exists (select from event e where e.shard = s.shard and e.pos = low - 1))
            """),
        ("O3: versions of a stream are dense",
            """
            select format('%s: %s rows from %s to %s', stream, n, low, high) from
                (select stream, count(*) as n, min(version) as low, max(version) as high from lately group by stream) s
            where n <> high - low + 1 or (low > 1 and not exists (select from event e where e.stream = s.stream and e.version = low - 1))
            """),
        ("C1: a call ends once",
            "select format('%s ended %s times', stream, count(*)) from lately where tag = 'call_ended' group by stream having count(*) > 1"),
        ("C4: a call has one agent at a time",
            """
            select format('%s version %s: a second agent', stream, version) from
                (select stream, version, tag, lag(tag) over (partition by stream order by version) as before from lately
                 where tag = 'call_agent_segment_ended' or (tag = 'call_leg_answered' and convert_from(body, 'UTF8')::jsonb ->> 'offer' is not null)) c
            where tag = 'call_leg_answered' and before = 'call_leg_answered'
            """),
        ("A1: an agent has one offer at a time",
            """
            select format('%s version %s: %s while %s lasts', stream, version, offer, offer_before) from
                (select stream, version, tag, offer, lag(tag) over w as before, lag(offer) over w as offer_before from
                    (select stream, version, tag, convert_from(body, 'UTF8')::jsonb ->> 'offer' as offer from lately
                     where tag in ('agent_reserved', 'agent_offer_ended', 'agent_offer_settled', 'agent_wrap_up_started', 'agent_wrap_up_ended')) t
                 window w as (partition by stream order by version)) a
            where tag = 'agent_reserved' and before = 'agent_reserved' and offer <> offer_before
            """),
        ("C6: a stay is queued once, so nobody's arrival or place is given anew",
            """
            select format('%s: %s queued %s times', stream, stay, count(*)) from
                (select stream, convert_from(body, 'UTF8')::jsonb ->> 'stay' as stay from lately where tag = 'queue_call_queued') q
            group by stream, stay having count(*) > 1
            """),
    ];

    private const int FindingsMax = 3;

    /// <summary>After each fault: more than a repetition lasts. Sorting the journal of hours each time would take longer than the faults.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromMinutes(4);

    /// <summary>At the end of a run.</summary>
    public static readonly TimeSpan Whole = TimeSpan.FromDays(1);

    /// <summary>In words, at most three of each rule, of what was written in this time. Of each shard and each stream that is an end of it.</summary>
    public static async Task<IReadOnlyList<string>> Check(Database database, TimeSpan lately, CancellationToken stop)
    {
        List<string> findings = [];
        foreach (var (rule, sql) in Rules)
        {
            await using var command = database.Source.CreateCommand(string.Create(
                CultureInfo.InvariantCulture,
                $"with lately as materialized (select * from event where db_ts > statement_timestamp() - interval '{lately.TotalSeconds:0} s') {sql} limit {FindingsMax}"));
            await using var reader = await command.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
            {
                findings.Add($"{rule}: {reader.GetString(0)}");
            }
        }

        return findings;
    }
}
