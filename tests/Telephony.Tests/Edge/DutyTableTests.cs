using CallCenter.Actors;
using CallCenter.Telephony.Edge;

namespace CallCenter.Telephony.Tests.Edge;

/// <summary>One duty, however often it is asked for.</summary>
public sealed class DutyTableTests : IDisposable
{
    private readonly VirtualLoop time = new();
    private readonly DutyTable duties;
    private readonly TaskCompletionSource<bool> end = new();
    private int begun;
    private bool cancelled;

    public DutyTableTests() => duties = new DutyTable(time.Loop);

    public void Dispose() => time.Dispose();

    [Fact]
    public void Who_asks_while_it_is_under_way_gets_the_same_end()
    {
        var (first, second) = (Join("a"), Join("a"));
        end.SetResult(true);
        time.Settle();
        Assert.True(first.IsOver(done: true) && second.IsOver(done: true));
        Assert.Equal((1, 0), (begun, duties.Count));
    }

    [Fact]
    public void Another_key_is_another_duty_and_one_that_ended_is_begun_anew()
    {
        Join("a");
        Join("b");
        end.SetResult(true);
        time.Settle();
        Join("a");
        Assert.Equal(3, begun);
    }

    [Fact]
    public void It_is_cancelled_when_the_last_who_asked_leaves()
    {
        using var one = new CancellationTokenSource();
        using var two = new CancellationTokenSource();
        var (first, second) = (Join("a", one.Token), Join("a", two.Token));
        one.Cancel();
        time.Settle();
        Assert.True(first.IsCanceled && !second.IsCompleted && !cancelled);
        two.Cancel();
        time.Settle();
        Assert.True(second.IsCanceled && cancelled);
        Assert.Equal(0, duties.Count);
    }

    private Task<bool> Join(string key, CancellationToken ended = default)
    {
        var joined = time.Loop.Ask(() => duties.Join(World.Call, key, Carry, ended));
        time.Settle();
        return joined;
    }

    private async Task<bool> Carry(CancellationToken ended)
    {
        begun++;
        try
        {
            return await end.Task.WaitAsync(ended);
        }
        catch (OperationCanceledException)
        {
            cancelled = true;
            throw;
        }
    }
}
