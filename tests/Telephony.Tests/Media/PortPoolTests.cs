using CallCenter.Actors.Calls;
using CallCenter.Telephony.Media;

namespace CallCenter.Telephony.Tests.Media;

public sealed class PortPoolTests
{
    private static readonly TimeSpan Now = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly PortPool pool = new(new EmbeddedMediaOptions { PortFirst = 20_001, PortLast = 20_062, ReuseAfterStart = TimeSpan.FromSeconds(5) }, new Random(1));

    [Fact]
    public void Slots_have_four_ports_each_from_an_even_one_and_two_behind_all_of_them()
    {
        var slots = All(Now);

        Assert.Equal(10, slots.Count);
        Assert.All(slots, slot => Assert.Equal(20_002 % 4, slot.Port % 4));
        Assert.InRange(slots.Min(slot => slot.Port), 20_002, 20_042);
        Assert.InRange(slots.Max(slot => slot.Port), 20_002, 20_042 - 3);
        Assert.Equal(10, slots.Select(slot => slot.Port).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 10).Select(slot => (int?)(20_042 + (2 * slot))), slots.OrderBy(slot => slot.Port).Select(slot => slot.ThirdPort));
        Assert.Equal(10, slots.Select(slot => slot.Lease).Distinct().Count());
        Assert.DoesNotContain(0, slots.Select(slot => slot.Lease));
    }

    [Fact]
    public void After_a_start_nothing_is_given_out_until_calls_had_time_to_claim_theirs()
    {
        Assert.Null(pool.Take(TimeSpan.FromSeconds(4.9)));
        Assert.NotNull(pool.Take(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void When_all_have_claimed_theirs_the_rest_is_given_out_at_once()
    {
        pool.Open();

        Assert.NotNull(pool.Take(TimeSpan.Zero));
    }

    [Fact]
    public void What_a_live_call_claimed_is_not_given_out()
    {
        var live = new MediaSlot("embedded", "127.0.0.1", 20_010, 77);
        Assert.Equal(Holding.Ours, pool.Hold(live));

        var slots = All(Now);

        Assert.Equal(9, slots.Count);
        Assert.DoesNotContain(20_010, slots.Select(slot => slot.Port));
        Assert.True(pool.Release(live, Now));
        Assert.Equal(20_010, Assert.Single(All(Now)).Port);
    }

    [Fact]
    public void Closed_ports_rest_and_the_longest_rested_come_first()
    {
        var slots = All(Now);
        pool.Release(slots[4], Now + Rest);
        pool.Release(slots[2], Now + Rest);

        Assert.Null(pool.Take(Now));
        Assert.Equal([slots[4].Port, slots[2].Port], All(Now + Rest).Select(slot => slot.Port));
    }

    [Fact]
    public void A_lease_is_released_once_and_only_by_itself()
    {
        var first = pool.Take(Now)!;
        Assert.False(pool.Release(first with { Lease = first.Lease + 1 }, Now));
        Assert.True(pool.Release(first, Now));
        Assert.False(pool.Release(first, Now));
        Assert.Equal(Holding.Over, pool.Hold(first));
    }

    [Fact]
    public void A_slot_of_another_instance_or_lease_is_not_ours()
    {
        var taken = pool.Take(Now)!;

        Assert.Equal(Holding.OfAnother, pool.Hold(taken with { Instance = "elsewhere" }));
        Assert.Equal(Holding.OfAnother, pool.Hold(taken with { Lease = 5 }));
        Assert.Equal(Holding.Ours, pool.Hold(taken));
    }

    [Fact]
    public void A_slot_of_a_former_range_is_kept_and_never_given_out_again()
    {
        var former = new MediaSlot("embedded", "127.0.0.1", 15_000, 77);

        Assert.Equal(Holding.Ours, pool.Hold(former));
        Assert.True(pool.Release(former, Now));
        Assert.Equal(10, All(Now).Count);
    }

    [Fact]
    public void However_calls_come_and_go_no_port_has_two_leases()
    {
        var random = new Random(7);
        var live = new Dictionary<int, MediaSlot>();
        for (var i = 0; i < 20_000; i++)
        {
            var now = Now + TimeSpan.FromMilliseconds(i * 100);
            if (random.Next(2) == 0 && pool.Take(now) is { } taken)
                live.Add(taken.Port, taken);
            else if (random.Next(3) == 0 && new MediaSlot("embedded", "127.0.0.1", 20_002 + 4 * random.Next(10), i + 1) is var claimed && pool.Hold(claimed) == Holding.Ours)
                live.Add(claimed.Port, claimed);
            else if (live.Count > 0 && live.Values.ElementAt(random.Next(live.Count)) is { } ends)
                Assert.True(live.Remove(ends.Port) && pool.Release(ends, now + Rest));
            Assert.Equal(live.Count, pool.Held);
        }
    }

    private List<MediaSlot> All(TimeSpan now)
    {
        var slots = new List<MediaSlot>();
        while (pool.Take(now) is { } slot)
        {
            slots.Add(slot);
        }

        return slots;
    }
}
