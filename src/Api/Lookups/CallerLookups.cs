using System.Collections.Concurrent;
using System.Diagnostics;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Configuration;
using CallCenter.Api.Secrets;

namespace CallCenter.Api.Lookups;

/// <summary>
/// Asks the systems that tenants name about their callers: each within its time limit, each with a bound of its own on how many are asked at once, and
/// none while it is paused. An answer always comes, and says what came of it; a tenant's dead system costs nobody else anything.
/// </summary>
public sealed partial class CallerLookups(Func<string, string, LookupEntry?> named, SecretStore secrets, Reach reach, TimeProvider time, ILogger<CallerLookups> log) : IDisposable
{
    /// <summary>Questions under way to one look-up.</summary>
    public const int UnderWayMax = 256;

    private readonly ConcurrentDictionary<(string Tenant, string Lookup), Line> lines = new();
    private readonly LookupClient client = new(reach);

    public async ValueTask<LookedUp> Ask(LookupQuestion question)
    {
        var tenant = question.Call.Tenant;
        if (named(tenant, question.Lookup) is not { } lookup)
        {
            // The document changed meanwhile.
            return new LookedUp(question.Lookup, LookupOutcome.Failed, []);
        }

        var began = Stopwatch.GetTimestamp();
        var line = lines.AddOrUpdate((tenant, question.Lookup), _ => new Line(lookup.Url, time), (_, before) => before.Url == lookup.Url ? before : new Line(lookup.Url, time));
        var answer = await Ask(line, lookup, question);
        LookupMetrics.Record(tenant, answer, Stopwatch.GetElapsedTime(began));
        return answer;
    }

    public void Dispose() => client.Dispose();

    private async Task<LookedUp> Ask(Line line, LookupEntry lookup, LookupQuestion question)
    {
        if (!line.TryEnter())
        {
            return new LookedUp(question.Lookup, LookupOutcome.Busy, []);
        }

        try
        {
            if (!line.Breaker.MayAsk())
            {
                return new LookedUp(question.Lookup, LookupOutcome.Paused, []);
            }

            var answer = await Answer(lookup, question);
            if (answer.Outcome is LookupOutcome.Answered or LookupOutcome.NotKnown)
            {
                line.Breaker.RecordAnswer();
            }
            else
            {
                line.Breaker.RecordFailure();
            }

            return answer;
        }
        finally
        {
            line.Leave();
        }
    }

    private async Task<LookedUp> Answer(LookupEntry lookup, LookupQuestion question)
    {
        var tenant = question.Call.Tenant;
        using var late = new CancellationTokenSource(lookup.TimeLimit < LookupTerms.TimeLimitMax ? lookup.TimeLimit : LookupTerms.TimeLimitMax, time);
        try
        {
            return await client.Ask(lookup, secrets.Authorization(tenant, question.Lookup, lookup.CredentialVersion), question, late.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return new LookedUp(question.Lookup, LookupOutcome.Late, []);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // Whatever it is, of the network or of a name or of a certificate: the call goes on without it.
            LogFailed(log, tenant, question.Lookup, failure.Message);
            return new LookedUp(question.Lookup, LookupOutcome.Failed, []);
        }
    }

    [LoggerMessage(EventId = 5003, Level = LogLevel.Warning, Message = "Look-up {Lookup} of {Tenant} failed: {Why}")]
    private static partial void LogFailed(ILogger logger, string tenant, string lookup, string why);

    /// <summary>What is known of one look-up at one address.</summary>
    private sealed class Line(string url, TimeProvider time)
    {
        private int underWay;

        public string Url { get; } = url;

        public Breaker Breaker { get; } = new(time);

        public bool TryEnter()
        {
            if (Interlocked.Increment(ref underWay) <= UnderWayMax)
            {
                return true;
            }

            Leave();
            return false;
        }

        public void Leave() => Interlocked.Decrement(ref underWay);
    }
}
