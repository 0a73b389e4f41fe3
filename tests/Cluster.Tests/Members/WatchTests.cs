using CallCenter.Cluster.Links;
using CallCenter.Cluster.Membership;
using FsCheck;
using FsCheck.Fluent;

namespace CallCenter.Cluster.Tests.Members;

/// <summary>When one member suspects another, whatever comes in whatever order.</summary>
public sealed class WatchTests
{
    private const int Patience = 5;
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private readonly Watch watch = new(new Peer("b", 2, "b:1"));

    /// <summary>Each probe is answered some probes later, or never; at least one in <see cref="Patience"/> comes back in time.</summary>
    [Fact]
    public void Who_answers_one_of_the_last_probes_is_never_suspected() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.ArrayOf(Gen.Choose(0, Patience - 1), 60).ToArbitrary(), gaps =>
        {
            var answering = new Watch(new Peer("b", 2, "b:1"));
            var id = 0L;
            foreach (var gap in gaps)
            {
                for (var probe = 0; probe < gap; probe++)
                {
                    answering.Probe(++id);
                    if (answering.Verdict(Patience) is not null)
                    {
                        return false;
                    }
                }

                answering.Answer(id);
            }

            return answering.Verdict(Patience) is null;
        }));

    [Fact]
    public void Who_answers_nothing_is_silent_at_the_probe_after_the_last_miss_allowed()
    {
        for (var id = 1; id <= Patience; id++)
        {
            watch.Probe(id);
            Assert.Null(watch.Verdict(Patience));
        }

        watch.Probe(Patience + 1);
        Assert.Equal(Suspicion.Silent, watch.Verdict(Patience));
        Assert.Null(watch.Verdict(Patience * 2));
    }

    [Fact]
    public void An_answer_to_no_probe_is_no_sign_of_life()
    {
        watch.Probe(1);
        watch.Probe(2);

        Assert.False(watch.Answer(3));
        Assert.True(watch.Answer(1));
        Assert.False(watch.Answer(1));
        Assert.Equal(0, watch.Misses);
    }

    [Fact]
    public void A_broken_link_counts_when_it_is_confirmed_and_not_when_it_was_made_again()
    {
        watch.Connect(Now);
        watch.Break(Now);
        Assert.Null(watch.Verdict(Patience));

        watch.Confirm();
        Assert.Equal(Suspicion.LinkReset, watch.Verdict(Patience));

        watch.Connect(Now);
        Assert.Null(watch.Verdict(Patience));
        watch.Confirm();
        Assert.Null(watch.Verdict(Patience));
    }

    [Fact]
    public void Who_was_frozen_itself_forgives_the_silence_of_others()
    {
        for (var id = 1; id <= 9; id++)
        {
            watch.Probe(id);
        }

        watch.Forgive();
        watch.Probe(10);

        Assert.Equal(0, watch.Misses);
        Assert.Null(watch.Verdict(1));
    }
}
