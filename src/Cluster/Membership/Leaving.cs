using CallCenter.Cluster.Sharding;

namespace CallCenter.Cluster.Membership;

/// <summary>
/// The orderly end (RELIABILITY 3.9): draining in the register, everything handed over, then left. After <see cref="MemberOptions.LeaveWithin"/> it
/// is as if the process had crashed, which must be just as safe.
/// </summary>
internal sealed class Leaving
{
    private readonly ClusterMember member;
    private readonly Alarm deadline;
    private readonly Alarm farewell;
    private Action? left;

    /// <summary>The register says that we leave: nobody gives us anything any more, and what was given before has been read.</summary>
    private bool isDraining;
    private bool isOver;

    public Leaving(ClusterMember member)
    {
        this.member = member;
        deadline = new Alarm(Finish);
        farewell = new Alarm(Finish);
    }

    public void Begin(Action done)
    {
        left += done;
        switch (member.Phase)
        {
            case MemberPhase.Joining:
                End();
                break;
            case MemberPhase.Standing:
                member.Phase = MemberPhase.Leaving;
                member.Log.Leaving(member.Holdings.Count);
                member.Timers.Set(deadline, member.Now + member.Options.LeaveWithin);
                member.Renewal.AskSoon();
                member.LookForWork();
                break;
            case MemberPhase.Ended:
                End();
                break;
        }
    }

    /// <summary>A renewal that said this has succeeded, and what it read is known.</summary>
    public void Renewed(MemberState said) => isDraining |= said == MemberState.Draining;

    /// <summary>
    /// Over when nothing is owned, or nobody is there to take it: then it is free for who comes. Who left is cut off by the others at once, so first
    /// they hear that what they asked here and have no answer to is to be asked elsewhere.
    /// </summary>
    public void Run()
    {
        if (member.Phase != MemberPhase.Leaving || isOver || farewell.IsSet)
        {
            return;
        }

        if (!Placement.Heirs(member.View, new HashSet<long>()).Any(name => name != member.Options.Name))
        {
            Finish();
        }
        else if (isDraining && member.Holdings.Count == 0)
        {
            member.Timers.Set(farewell, member.Now + member.Options.FarewellMax);
            member.Host.Vacate(member.Incarnation, () => member.Post(Finish));
        }
    }

    private void Finish()
    {
        if (isOver)
        {
            return;
        }

        isOver = true;
        member.Timers.Cancel(deadline);
        member.Timers.Cancel(farewell);
        var incarnation = member.Incarnation;
        member.Renewal.Stop();
        if (member.Holdings.Count > 0)
        {
            // What could not be given away is anybody's in a moment.
            member.Renewal.Close();
        }

        RegisterCall<bool>.Run(member, member.Options.RenewTimeout, async stop =>
        {
            await member.Leases.Leave(incarnation, stop).ConfigureAwait(false);
            return true;
        }, _ => End());
    }

    /// <summary>Nobody any more, by our own word or another's.</summary>
    public void End()
    {
        isOver = true;
        member.Timers.Cancel(deadline);
        member.Timers.Cancel(farewell);
        member.Retire();
        member.Phase = MemberPhase.Ended;
        member.Log.Left();
        left?.Invoke();
        left = null;
    }
}
