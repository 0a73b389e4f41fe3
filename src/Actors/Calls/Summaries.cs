using CallCenter.Actors.Agents;
using static CallCenter.Actors.Decide;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Calls;

/// <summary>
/// What agents write of their parts of a call, during it and after its end, and whether it was a nuisance 骚扰电话. Each writing is an event of its own, so
/// nothing that was written is lost. The agent hears of the first for certain: it may owe one before it can be ready.
/// </summary>
internal static class Summaries
{
    /// <summary>The first is taken whenever it comes: somebody waits for it. What is written may be changed for a while, and then no more.</summary>
    public static Decision<E> Write(CallState state, C.WriteSummary c, DateTimeOffset now) => PartOf(state, c.Segment) switch
    {
        _ when !c.Summary.IsAcceptable => Refuse<E>(Refusal.ValueNotAcceptable),
        null => Refuse<E>(Refusal.SegmentUnknown),
        { Summary: { } written } when written == c.Summary => AlreadySo<E>(),
        { Writings: > 0 } part when now > part.Written + c.EditFor => Refuse<E>(Refusal.SummaryClosed),
        { Writings: >= CallState.WritingsMax } => Refuse<E>(Refusal.SummaryClosed),
        { } part => Accept<E>(new E.SummaryWritten(now, c.Segment, part.Writings + 1, c.Summary, c.By)),
    };

    public static Decision<E> Mark(CallState state, C.MarkNuisance c, DateTimeOffset now) =>
        c.Note is { } note && (note.Length > CallState.NuisanceNoteMax || note.Any(char.IsControl)) ? Refuse<E>(Refusal.ValueNotAcceptable)
        : state.Nuisance == c.Note ? AlreadySo<E>()
        : Accept<E>(new E.NuisanceMarked(now, c.Note, c.By));

    public static CallState Written(CallState state, E.SummaryWritten e)
    {
        if (PartOf(state, e.Segment) is not { } part)
        {
            return state;
        }

        var written = part with { Summary = e.Summary, Writings = e.Number, Written = part.Writings == 0 ? e.At : part.Written };
        var after = state with { Parts = new(state.Parts.Items.Replace(part, written)) };
        return part.Writings == 0 ? after.Telling($"summary/{e.Segment}", part.Agent, new AgentCommand.RecordSummary(e.Segment)) : after;
    }

    /// <summary>The agent of this offer is connected: its part of the call begins. At most one for each stay that a call may have, and one that it dialed.</summary>
    public static CallState Begun(CallState state, OfferId? offer, ActorId? agent) => offer is { } of && agent is { } whose && PartOf(state, of) is null
        ? state with { Parts = [.. state.Parts.Items, new CallPart(of, whose)] }
        : state;

    private static CallPart? PartOf(CallState state, OfferId offer)
    {
        foreach (var part in state.Parts.Items)
        {
            if (part.Offer == offer)
            {
                return part;
            }
        }

        return null;
    }
}
