using CallCenter.Telephony.Authentication;

namespace CallCenter.Telephony.Tests.Authentication;

public sealed class NonceTests
{
    private readonly VirtualTime time = new();

    [Fact]
    public void A_nonce_of_ours_tells_its_time_and_no_other_does()
    {
        var mint = new NonceMint("one"u8.ToArray(), time);
        var nonce = mint.Issue();

        Assert.Equal(time.GetUtcNow(), mint.IssuedAt(nonce));
        Assert.NotEqual(nonce, mint.Issue());
        Assert.Null(new NonceMint("two"u8.ToArray(), time).IssuedAt(nonce));
        Assert.Null(mint.IssuedAt(""));
        Assert.Null(mint.IssuedAt(nonce[..^2]));
        Assert.Null(mint.IssuedAt(new string('z', nonce.Length)));
        for (var at = 0; at < nonce.Length; at++)
        {
            Assert.Null(mint.IssuedAt(nonce[..at] + (nonce[at] == '0' ? '1' : '0') + nonce[(at + 1)..]));
        }
    }

    [Fact]
    public void The_ledger_forgets_the_oldest_and_then_trusts_nothing_as_old()
    {
        var begin = time.GetUtcNow();
        var ledger = new NonceLedger(begin, capacity: 2);

        Assert.True(ledger.TryUse("a", begin, 1));
        Assert.True(ledger.TryUse("b", begin.AddSeconds(1), 1));
        Assert.True(ledger.TryUse("c", begin.AddSeconds(2), 1));

        Assert.False(ledger.TryUse("a", begin, 2));
        Assert.True(ledger.TryUse("b", begin.AddSeconds(1), 2));
        Assert.False(ledger.TryUse("c", begin.AddSeconds(2), 1));
        Assert.False(ledger.TryUse("before", begin.AddSeconds(-1), 1));
    }
}
