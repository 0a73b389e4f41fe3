using CallCenter.Actors;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;

namespace CallCenter.Telephony.Edge;

/// <summary>
/// What the rules of a number want to know of its caller, asked before the call is told: everything at the same time, each thing within its own limit.
/// Whoever calls never pays for an answer that does not come. On the loop only.
/// </summary>
internal sealed class Inquiry(EdgeParts edge)
{
    /// <summary>With what is known in time. Where nothing is asked, the record itself, at once.</summary>
    public async ValueTask<CallArrival> Complete(ActorId call, CallArrival record)
    {
        if (edge.Callers is not { } callers || record.Caller.Length == 0 || !record.Plan.Rules.Any(rule => rule.AsksForCaller || rule.Terms is not null))
        {
            return record;
        }

        var known = record.Plan.Rules.Any(rule => rule.AsksForCaller) ? Find(callers, call, record) : null;
        var found = record.Plan.Rules.Items.Where(rule => rule.Terms is not null).DistinctBy(rule => rule.Lookup, StringComparer.Ordinal).Take(LookupTerms.PerNumberMax)
            .Select(rule => LookUp(callers, new LookupQuestion(call, rule.Lookup!, record.Number, record.Caller), rule.Terms!.TimeLimit)).ToList();
        return record with
        {
            Known = known is null ? null : await known,
            Found = [.. await Task.WhenAll(found)],
        };
    }

    private Task<KnownCaller?> Find(ICallers callers, ActorId call, CallArrival record) => Within(
        edge.Options.CallerLookupMax,
        () => callers.Find(call.Tenant, record.Caller),
        _ =>
        {
            TelephonyMetrics.CallersNotKnown.Add(1);
            return null;
        });

    private Task<LookedUp> LookUp(ICallers callers, LookupQuestion question, TimeSpan limit) => Within(
        limit < LookupTerms.TimeLimitMax ? limit : LookupTerms.TimeLimitMax,
        () => callers.LookUp(question),
        outcome => new LookedUp(question.Lookup, outcome, []));

    private async Task<T> Within<T>(TimeSpan limit, Func<ValueTask<T>> ask, Func<LookupOutcome, T> otherwise)
    {
        var late = new TaskCompletionSource();
        var timer = edge.Timers.Start(limit, late.SetResult);
        try
        {
            var answer = ask().AsTask();
            return await Task.WhenAny(answer, late.Task) == answer ? await answer : otherwise(LookupOutcome.Late);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return otherwise(LookupOutcome.Failed);
        }
        finally
        {
            timer.Stop();
        }
    }
}
