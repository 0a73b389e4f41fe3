using CallCenter.Cluster.Links;

namespace CallCenter.Cluster.Membership;

/// <summary>
/// The lease: asked for again every <see cref="MemberOptions.RenewEvery"/>, counted from the start of the asking, and at its end this process
/// stops itself, keeping all state, until a renewal succeeds. Each answer brings the whole register and the database's time.
/// </summary>
internal sealed class Renewal
{
    /// <summary>Not asked more often, whatever happens.</summary>
    private static readonly TimeSpan PaceMin = TimeSpan.FromMilliseconds(100);

    /// <summary>Of failures in a row the first is told, then each of these.</summary>
    private const int LogEvery = 20;

    /// <summary>A renewal that failed may be our own trouble; peers are told when the next one has failed too.</summary>
    private const int FailuresBeforeWord = 2;

    private readonly ClusterMember member;
    private readonly Alarm next;
    private readonly Alarm stop;
    private readonly Alarm tell;
    private DateTimeOffset askedAt;
    private DateTimeOffset? steadySince;
    private DateTimeOffset thawedAt;
    private bool isAsking;
    private bool isWanted;
    private bool isClosed;

    public Renewal(ClusterMember member)
    {
        this.member = member;
        next = new Alarm(Ask);
        stop = new Alarm(Check);
        tell = new Alarm(Tell);
    }

    /// <summary>The start of the last successful one.</summary>
    public DateTimeOffset LastStart { get; private set; }

    public TimeSpan RoundTrip { get; private set; }

    public int Failures { get; private set; }

    /// <summary>Self-stopped.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Ours works: what we think of others is not our own trouble with the database.</summary>
    public bool IsFresh => !IsHeld && Failures == 0 && steadySince is not null && member.Now - LastStart < Options.RenewEvery + (Options.RenewTimeout / 2);

    /// <summary>It has worked for two intervals: an outage that all shared is over for the others too.</summary>
    public bool IsSteady => IsFresh && member.Now - steadySince >= Options.RenewEvery * 2;

    private MemberOptions Options => member.Options;

    /// <summary>Since the last renewal.</summary>
    private bool StoodStill => thawedAt > LastStart;

    /// <summary>The join was the first.</summary>
    public void Begin(Renewed first, DateTimeOffset started)
    {
        if (member.Counters.Joins++ == 0)
        {
            member.Clock.Begin(first.DatabaseTime);
        }

        Succeeded(started, MemberState.Up, first);
    }

    /// <summary>There is nothing to renew.</summary>
    public void Stop()
    {
        member.Timers.Cancel(next);
        member.Timers.Cancel(stop);
        member.Timers.Cancel(tell);
        steadySince = null;
        isAsking = isWanted = false;
        Failures = 0;
    }

    /// <summary>Something happened that the register knows more of.</summary>
    public void AskSoon()
    {
        isWanted = isAsking;
        if (!isAsking && member.Incarnation != 0)
        {
            var at = askedAt + PaceMin;
            member.Timers.Set(next, at > member.Now ? at : member.Now);
        }
    }

    /// <summary>Stops this process when its lease is over.</summary>
    public void Check()
    {
        if (member.Incarnation != 0 && !member.Lease.Stands)
        {
            Hold();
        }
    }

    /// <summary>The process ends: nothing is decided and nothing leaves any more. By its own word, so it is no self-stop and no alarm.</summary>
    public void Close()
    {
        isClosed = true;
        member.Lease.End();
        if (!IsHeld)
        {
            IsHeld = true;
            member.Host.Hold();
        }
    }

    /// <summary>RELIABILITY 3.1: what slept must not act before the register says that it is still somebody.</summary>
    public void Suspended(TimeSpan slept)
    {
        member.Log.Suspended(slept.TotalSeconds);
        if (member.Incarnation != 0)
        {
            member.Lease.End();
            Hold();
            AskSoon();
        }
    }

    /// <summary>We stood still: what was asked before and is out of time now says nothing about the database.</summary>
    public void Forgive() => thawedAt = member.Now;

    private void Ask()
    {
        if (isAsking)
        {
            return;
        }

        isAsking = true;
        askedAt = member.Now;
        var incarnation = member.Incarnation;
        var state = member.Phase == MemberPhase.Leaving ? MemberState.Draining : MemberState.Up;
        var (started, stoodStill) = (member.Now, StoodStill);
        RegisterCall<Renewed?>.Run(member, Options.RenewTimeout, cancel => member.Leases.Renew(incarnation, state, Options.Lease, stoodStill, cancel), outcome => Answered(started, state, outcome));
    }

    private void Answered(DateTimeOffset started, MemberState said, Outcome<Renewed?> outcome)
    {
        isAsking = false;
        if (isClosed)
        {
            return;
        }

        if (!outcome.IsKnown && started < thawedAt)
        {
            Ask();
        }
        else if (!outcome.IsKnown)
        {
            Failed(outcome.Failure!);
        }
        else if (outcome.Value is { } renewed)
        {
            Succeeded(started, said, renewed);
        }
        else
        {
            member.Fall();
        }
    }

    private void Failed(Exception failure)
    {
        Failures++;
        steadySince = null;
        member.Counters.RenewalsFailed++;
        member.Health.RenewalFailed(member.Now);
        if (Failures == 1 || Failures % LogEvery == 0)
        {
            member.Log.RenewalFailed(failure.Message, (member.Now - LastStart).TotalSeconds);
        }

        member.Timers.Set(next, member.Now + Options.RenewRetry);
        if (Failures >= FailuresBeforeWord && !tell.IsSet)
        {
            var at = LastStart + Options.CannotRenewAfter;
            member.Timers.Set(tell, at > member.Now ? at : member.Now);
        }
    }

    private void Succeeded(DateTimeOffset started, MemberState said, Renewed renewed)
    {
        Failures = 0;
        LastStart = started;
        steadySince ??= started;
        RoundTrip = member.Now - started;
        member.Counters.Renewals++;
        member.Timers.Cancel(tell);
        member.Clock.Steer(renewed.DatabaseTime, renewed.DatabaseTime + RoundTrip);
        var until = started + Options.SelfStopAfter;
        member.Lease.Prolong(until - DateTimeOffset.UnixEpoch);
        member.Timers.Set(stop, until);
        var wait = isWanted ? PaceMin : Options.RenewEvery * (0.95 + (0.1 * member.Random.NextDouble()));
        isWanted = false;
        member.Timers.Set(next, started + wait);
        if (member.Lease.Stands)
        {
            Release();
        }

        member.Read(renewed.View);
        member.Renewed(started, said);
    }

    /// <summary>
    /// Peers whose own renewals work should take over: a database that is down for all of us moves nothing. Who stood still itself since the last success
    /// says nothing of the kind: its next answer may be on the way, and if not, its lease ends by itself (F-35).
    /// </summary>
    private void Tell()
    {
        if (!StoodStill)
        {
            member.SendAll(new Frame.CannotRenew(member.Incarnation));
        }

        member.Timers.Set(tell, member.Now + Options.ProbeEvery);
    }

    private void Hold()
    {
        if (!IsHeld)
        {
            IsHeld = true;
            member.Counters.Holds++;
            member.Log.Held((member.Now - LastStart).TotalSeconds);
            member.Host.Hold();
        }
    }

    private void Release()
    {
        if (IsHeld)
        {
            IsHeld = false;
            member.Log.Resumed();
            member.Host.Resume();
        }
    }
}
