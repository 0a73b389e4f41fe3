using CallCenter.Actors;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Reports;
using CallCenter.Actors.Views;
using Microsoft.Data.Sqlite;

namespace CallCenter.Benchmarks.Reports;

/// <summary>
/// The figures of a month of calls, as the views would have added them up: each call is drawn, becomes its facts (stay, offer, segment, states,
/// record), and the product's own functions say what they add. Only the sums are written; a report reads nothing else.
/// </summary>
internal sealed class MonthOfCalls(string tenant, int queues, int agents)
{
    public const int HoursOfDay = 9;
    private const int FirstHour = 8;
    private const int AgentsOfTeam = 25;
    private const int Numbers = 40;
    private const int Trunks = 8;

    private readonly Random random = new(1);
    private readonly Dictionary<FigureKey, FigureSet> sums = [];
    private long call;

    /// <summary>Working days of the month of <paramref name="first"/>.</summary>
    public static IReadOnlyList<DateOnly> Days(DateOnly first) =>
        [.. Enumerable.Range(0, DateTime.DaysInMonth(first.Year, first.Month)).Select(first.AddDays).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))];

    /// <summary>Rows that were written.</summary>
    public long Write(SqliteConnection connection, DateOnly first, long calls)
    {
        var days = Days(first);
        var perHour = calls / (days.Count * HoursOfDay);
        var written = 0L;
        foreach (var day in days)
        {
            for (var hour = 0; hour < HoursOfDay; hour++)
            {
                var start = new DateTimeOffset(day.ToDateTime(new TimeOnly(FirstHour + hour, 0)), TimeSpan.Zero);
                for (var number = 0L; number < perHour; number++)
                {
                    Draw(start.AddMilliseconds(random.Next(3_600_000)));
                }

                written += Flush(connection, hour == HoursOfDay - 1 ? int.MaxValue : Quarter.Of(start) + Quarter.PerHour);
            }
        }

        return written;
    }

    private void Draw(DateTimeOffset at)
    {
        var key = $"{++call:x32}";
        var (queue, stay) = ($"q{random.Next(queues)}", new StayId(key, 1));
        var number = random.Next(agents);
        var (agent, team, wait) = ($"{number}", $"t{number / AgentsOfTeam}", TimeSpan.FromMilliseconds(random.Next(60_000)));
        var left = at + wait;
        var isAnswered = random.Next(10) > 0;
        Add(Facts.Of(new StayRow(tenant, queue, stay, at, at)
        {
            Left = left,
            End = isAnswered ? StayEnd.Answered : StayEnd.AbandonedWaiting,
            IsWithin = isAnswered && wait.TotalSeconds <= 20,
            IsShort = !isAnswered && wait.TotalSeconds <= 5,
        }));
        var record = CallRecordView.Empty(tenant, key) with { Number = $"40{random.Next(Numbers):00}", Arrived = at, Stays = [new Actors.Views.QueueStay(stay, queue, at) { Left = left }] };
        if (!isAnswered)
        {
            Add(Facts.OfCall(record with { Ended = left, End = CallEnd.AbandonedInQueue }));
            return;
        }

        var (rang, ended) = (at + (wait * random.NextDouble()), left.AddMilliseconds(random.Next(20_000, 400_000)));
        var (free, offer) = (ended.AddMilliseconds(random.Next(1, 60_000)), new OfferId(stay, 1));
        var (segment, wrapUp) = (new AgentSegment(offer, agent, left) { Queue = queue, Talk = ended - left, Ended = ended, End = SegmentEnd.ReleasedByCaller }, new WrapUp(offer, agent, ended, free) { Team = team });
        Add(Facts.OfCall(record with { Segments = [segment], Ended = ended, End = CallEnd.ReleasedByCaller }));
        Add(Facts.OfLine(record, new CallLeg(0, LegKind.Caller, "", LegProgress.Closed) { Trunk = $"trunk{number % Trunks}", Answered = left, Ended = ended }));
        Add(Facts.Of(segment, wrapUp, free));
        Add(Facts.Of(new OfferRow(tenant, agent, 1, offer, queue, rang, left, OfferEnd.Answered) { Team = team }));
        Stretch(AgentActivity.Ringing, rang, left);
        Stretch(AgentActivity.Talking, left, ended);
        Stretch(AgentActivity.WrapUp, ended, free);
        Stretch(AgentActivity.Ready, free, free.AddSeconds(20));

        void Stretch(AgentActivity phase, DateTimeOffset from, DateTimeOffset to) => Add(Facts.Of(new AgentInterval(tenant, agent, 1, phase, null, queue, key, from, to) { Team = team }));
    }

    private void Add(IEnumerable<Contribution> contributions)
    {
        foreach (var one in contributions)
        {
            var key = new FigureKey(tenant, one.Of, one.Subject, one.Quarter);
            (sums.TryGetValue(key, out var sum) ? sum : sums[key] = new FigureSet()).Add(one.Figure, one.Amount);
        }
    }

    /// <summary>Quarters before this will not change any more, nor will their hours.</summary>
    private long Flush(SqliteConnection connection, int before)
    {
        var done = sums.Where(sum => sum.Key.Quarter < before).ToList();
        var hours = new Dictionary<FigureKey, FigureSet>();
        foreach (var (key, sum) in done)
        {
            sums.Remove(key);
            if (key.Of is FigureOf.Waiting or FigureOf.Peak)
            {
                continue; // as the views do: moments do not add up
            }

            var hour = key with { Quarter = key.Quarter / Quarter.PerHour * Quarter.PerHour };
            (hours.TryGetValue(hour, out var all) ? all : hours[hour] = new FigureSet()).Add(sum);
        }

        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO figures VALUES ($tenant, $level, $of, $start, $subject, $body)";
        var parameters = new[] { "$tenant", "$level", "$of", "$start", "$subject", "$body" }.Select(name => command.Parameters.Add(new SqliteParameter(name, null))).ToList();
        foreach (var (level, rows) in new[] { (0, done.AsEnumerable()), (1, hours.AsEnumerable()) })
        {
            foreach (var (key, sum) in rows.OrderBy(row => (int)row.Key.Of).ThenBy(row => row.Key.Quarter).ThenBy(row => row.Key.Subject, StringComparer.Ordinal))
            {
                object[] values = [key.Tenant, level, (int)key.Of, key.Quarter, key.Subject, sum.ToBytes()];
                for (var at = 0; at < values.Length; at++)
                {
                    parameters[at].Value = values[at];
                }

                command.ExecuteNonQuery();
            }
        }

        transaction.Commit();
        return done.Count + hours.Count;
    }
}
