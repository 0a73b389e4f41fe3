using CallCenter.Actors.Configuration;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>What a tenant may bring, which of its numbers are always answered, and where callers go when nobody is there at all.</summary>
public sealed class LimitsTests
{
    private static readonly TenantDocument Limited = Read("\"teams\":", "\"limits\": {\"calls-per-second\": 50, \"burst\": 200, \"emergency\": [\"4001\"]}, \"teams\":");

    /// <summary>The good document with one piece replaced, and no password, which is not written.</summary>
    private static TenantDocument Read(string piece, string by) =>
        Document.Of(Document.With(piece, by).Replace("\"password\": \"demo-6001\"", "\"contact\": \"sip:a1@127.0.0.1:7000\"", StringComparison.Ordinal));

    [Fact]
    public void Limits_are_read_and_written_as_they_were()
    {
        Assert.Equal(new CallLimits(50, 200, ["4001"]), Limited.Limits);
        Assert.Equal(Limited, Document.Of(Document.Written(Limited), Limited));
        Assert.Null(Document.Of(Document.Good).Limits);
    }

    [Fact]
    public void A_last_resort_is_read_and_written_as_it_was()
    {
        var document = Read("\"priority\": 5", "\"last-resort\": \"sip:night@192.0.2.9\"");
        Assert.Equal("sip:night@192.0.2.9", document.Numbers["4001"].LastResort);
        Assert.Equal(document, Document.Of(Document.Written(document), document));
    }

    [Fact]
    public void A_plan_knows_them_by_tenant_and_number()
    {
        var plan = DialPlan.Empty.With(Limited).With(Read("\"priority\": 5", "\"last-resort\": \"sip:night@192.0.2.9\"") with { Tenant = "other" });
        Assert.Equal((50, "4001"), (plan.Limits("demo").PerSecond!.Value, plan.Limits("demo").Emergency[0]));
        Assert.Equal(CallLimits.None, plan.Limits("other"));
        Assert.Equal(CallLimits.None, plan.Limits("nobody"));
        Assert.Equal("sip:night@192.0.2.9", plan.LastResort("other", "4001"));
        Assert.Null(plan.LastResort("other", "4000"));
        Assert.Null(plan.LastResort("demo", "4001"));
    }
}
