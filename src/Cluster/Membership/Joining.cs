namespace CallCenter.Cluster.Membership;

/// <summary>
/// Getting an incarnation. A name in use is waited for: it may be our own, of the process that crashed before this one on another machine, and ends
/// with its lease or its eviction. A living namesake never ends: after <see cref="MemberOptions.NameInUseLeasesMax"/> leases this process gives up.
/// </summary>
internal sealed class Joining
{
    private readonly ClusterMember member;
    private readonly Alarm again;
    private DateTimeOffset? namesakeSince;
    private TimeSpan namesakeRemaining;

    public Joining(ClusterMember member)
    {
        this.member = member;
        again = new Alarm(Try);
    }

    private MemberOptions Options => member.Options;

    public void Begin()
    {
        namesakeSince = null;
        Try();
    }

    private void Try()
    {
        if (member.Phase != MemberPhase.Joining)
        {
            return;
        }

        var started = member.Now;
        var request = new JoinRequest(Options.Cluster, Options.Name, Options.Address, Options.Roles, Options.Protocol, Options.Lease, IsStart: member.Counters.Joins == 0, Options.Start);
        RegisterCall<JoinResult>.Run(member, Options.CallTimeout, stop => member.Leases.Join(request, stop), outcome => Answered(started, outcome));
    }

    private void Answered(DateTimeOffset started, Outcome<JoinResult> outcome)
    {
        if (member.Phase != MemberPhase.Joining)
        {
            Unwant(outcome.Value);
            return;
        }

        switch (outcome.Value)
        {
            case null:
                member.Log.JoinFailed(outcome.Failure!.Message);
                member.Timers.Set(again, member.Now + Options.JoinRetry);
                break;
            case JoinResult.Joined joined:
                member.Log.Joined(Options.Name, Options.Cluster, joined.Incarnation);
                member.Enter(joined.Incarnation, joined.First, started);
                break;
            case JoinResult.NameInUse namesake:
                Wait(namesake);
                break;
            case JoinResult.OtherCluster other:
                member.Refuse($"this database belongs to the cluster '{other.Cluster}', not to '{Options.Cluster}'");
                break;
            case JoinResult.TooOld floor:
                member.Refuse($"this cluster speaks protocol {floor.ProtocolFloor} at least, this process only {Options.Protocol}: it must be of a newer version");
                break;
        }
    }

    /// <summary>The process ended while it was joining: its name should not be in use for the length of a lease.</summary>
    private void Unwant(JoinResult? result)
    {
        if (result is JoinResult.Joined { Incarnation: var incarnation })
        {
            RegisterCall<bool>.Run(member, Options.RenewTimeout, async stop =>
            {
                await member.Leases.Leave(incarnation, stop).ConfigureAwait(false);
                return true;
            }, _ => { });
        }
    }

    private void Wait(JoinResult.NameInUse namesake)
    {
        if (namesakeSince is null)
        {
            namesakeSince = member.Now;
            member.Log.NameInUse(Options.Name, namesake.Address, namesake.Remaining.TotalSeconds);
        }
        else if (namesake.Remaining > namesakeRemaining)
        {
            // Somebody renews it.
            member.Log.NamesakeLives(Options.Name, namesake.Address);
        }

        namesakeRemaining = namesake.Remaining;
        if (member.Now - namesakeSince >= Options.Lease * Options.NameInUseLeasesMax)
        {
            member.Refuse($"another living process at {namesake.Address} is called '{Options.Name}' too: give this one another name");
            return;
        }

        member.Timers.Set(again, member.Now + Options.JoinRetry);
    }
}
