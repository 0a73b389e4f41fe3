using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Views;
using static CallCenter.Actors.Tests.Calls.Cast;
using C = CallCenter.Actors.Calls.CallCommand;
using E = CallCenter.Actors.Calls.CallEvent;

namespace CallCenter.Actors.Tests.Calls;

/// <summary>What agents write of their parts of a call, and marks of nuisance.</summary>
public sealed class SummaryTests
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private static readonly CallSummary Late = new(["billing", "invoice", "late"], "sent again by mail") { Resolved = true };

    [Fact]
    public void A_summary_is_written_after_the_call_and_its_agent_hears_of_it_for_certain()
    {
        var scene = Over().With(Written(Late));

        Assert.Equal(new E.SummaryWritten(scene.Now, Offer(), 1, Late, "desk"), scene.Happened<E.SummaryWritten>());
        Assert.Equal(new AgentCommand.RecordSummary(Offer()), scene.Message<AgentCommand.RecordSummary>($"summary/{Offer()}"));
        scene.AlreadySo(Written(Late));
        Assert.True(scene.Drained());
    }

    [Fact]
    public void It_may_be_written_while_they_talk() => Assert.True(Talking().With(Written(Late)).Owes($"summary/{Offer()}"));

    [Fact]
    public void It_is_changed_for_as_long_as_it_may_and_each_writing_is_kept()
    {
        var scene = Over().With(Written(Late));
        scene.Now += Day;
        scene.With(Written(Late with { Text = "and by post" }));
        Assert.Equal([1, 2], scene.Events.OfType<E.SummaryWritten>().Select(e => e.Number));

        scene.Now += TimeSpan.FromSeconds(1);
        scene.Refuse(Written(Late), Refusal.SummaryClosed);
        scene.AlreadySo(Written(Late with { Text = "and by post" }));
    }

    [Fact]
    public void The_first_is_taken_however_late_it_comes()
    {
        var scene = Over();
        scene.Now += TimeSpan.FromDays(30);
        scene.With(Written(Late));
    }

    [Fact]
    public void Nobody_writes_one_summary_for_ever()
    {
        var scene = Over();
        for (var writing = 1; writing <= CallState.WritingsMax; writing++)
        {
            scene.With(Written(Late with { Text = $"{writing}" }));
        }

        scene.Refuse(Written(Late), Refusal.SummaryClosed);
    }

    [Fact]
    public void Each_agent_has_a_part_of_its_own()
    {
        var scene = Consulting().With(new C.CompleteConsult(Offer(), "desk"), Written(Late, Offer(1, 2)));

        Assert.Equal(Agent(2), scene.State.Parts.Single(part => part.Summary is not null).Agent);
        Assert.True(scene.Owes($"summary/{Offer(1, 2)}") && !scene.Owes($"summary/{Offer()}"));
    }

    [Fact]
    public void A_call_that_its_agent_made_has_one_too() => Assert.True(DialTalking().With(Written(Late, Dial)).Owes($"summary/{Dial}"));

    [Fact]
    public void Where_no_agent_was_connected_there_is_nothing_to_write_of()
    {
        Ringing().Refuse(Written(Late), Refusal.SegmentUnknown);
        Over().Refuse(Written(Late, Offer(9)), Refusal.SegmentUnknown);
        new CallScene().Refuse(Written(Late), Refusal.CallUnknown);
    }

    [Fact]
    public void What_is_no_summary_is_refused()
    {
        foreach (var summary in new[] { new CallSummary([], "x"), new CallSummary(["a b"], "x"), new CallSummary([.. Enumerable.Repeat("a", CallSummary.ReasonsMax + 1)], ""), Late with { Text = new string('x', CallSummary.TextMax + 1) }, Late with { Text = "\0" } })
        {
            Over().Refuse(Written(summary), Refusal.ValueNotAcceptable);
        }
    }

    [Fact]
    public void A_nuisance_is_marked_and_unmarked_also_after_its_end()
    {
        var scene = Over().With(new C.MarkNuisance("silence", "desk"));
        scene.AlreadySo(new C.MarkNuisance("silence", "desk"));
        scene.With(new C.MarkNuisance(null, "supervisor"));
        scene.AlreadySo(new C.MarkNuisance(null, "supervisor"));
        scene.Refuse(new C.MarkNuisance(new string('x', CallState.NuisanceNoteMax + 1), "desk"), Refusal.ValueNotAcceptable);
        Assert.True(scene.Drained());
    }

    [Fact]
    public void The_record_and_the_story_have_them()
    {
        var scene = Over().With(Written(Late), Written(Late with { Resolved = null }), new C.MarkNuisance("", "desk"));

        var record = scene.Events.Aggregate(CallRecordView.Empty("demo", Key), (row, e) => CallRecordView.Apply(row, Call, e));
        Assert.Equal(new WrittenSummary(Late with { Resolved = null }, 2, scene.Now, scene.Now, "desk"), record.Segments.Single().Summary);
        Assert.Equal("desk", record.Nuisance!.By);

        var told = CallStory.Tell(scene.Events).TakeLast(3).Select(line => line.En).ToArray();
        Assert.EndsWith($"The summary of {Offer()} is written: billing › invoice › late (by desk).", told[0], StringComparison.Ordinal);
        Assert.EndsWith($"The summary of {Offer()} is changed for the 1st time: billing › invoice › late (by desk).", told[1], StringComparison.Ordinal);
        Assert.EndsWith("The call is marked as a nuisance (by desk).", told[2], StringComparison.Ordinal);
    }

    private static C.WriteSummary Written(CallSummary summary, OfferId? segment = null) => new(segment ?? Offer(), summary, Day, "desk");
}
