using System.Net;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Configuration;

namespace CallCenter.Actors.Tests.Configuration;

public sealed class DialPlanTests
{
    private static readonly TenantDocument Demo = Document.Of(Document.Good);
    private static readonly TenantDocument Acme = Document.Of(
        """{"tenant": "acme", "trunks": [{"id": "t", "sources": ["127.5.0.0/16", "2001:db8::/32"]}], "phones": {"6001": {"contact": "sip:x@192.0.2.1"}, "7001": {"contact": "sip:y@192.0.2.1"}}}""");

    private static readonly DialPlan Both = DialPlan.Empty.With(Demo).With(Acme);

    [Theory]
    [InlineData("127.0.0.1", "demo")]
    [InlineData("127.5.1.1", "acme")]
    [InlineData("::ffff:127.0.0.1", "demo")]
    [InlineData("2001:db8::7", "acme")]
    [InlineData("192.0.2.1", null)]
    public void The_narrowest_block_names_the_tenant(string address, string? tenant) => Assert.Equal(tenant, Both.TenantOfTrunk(IPAddress.Parse(address)));

    [Fact]
    public void A_block_of_two_tenants_is_nobodys()
    {
        var twin = Document.Of("""{"tenant": "twin", "trunks": [{"id": "t", "sources": ["127.0.0.0/8"]}]}""");

        Assert.Null(Both.With(twin).TenantOfTrunk(IPAddress.Loopback));
    }

    [Theory]
    [InlineData("7001", "192.0.2.1", "acme")]
    [InlineData("6001", "192.0.2.1", null)]
    [InlineData("6001", "demo", "demo")]
    [InlineData("7001", "demo", null)]
    [InlineData("6099", "192.0.2.1", null)]
    public void A_phone_is_found_by_domain_or_as_the_only_one(string user, string domain, string? tenant) => Assert.Equal(tenant, Both.TenantOfPhone(user, domain));

    [Fact]
    public void A_domain_that_is_a_tenant_is_its_realm_and_another_may_be_in_any()
    {
        Assert.Equal(["acme"], Both.Realms("acme"));
        Assert.Equal(["acme", "demo"], Both.Realms("192.0.2.1"));
        Assert.Empty(DialPlan.Empty.Realms("acme"));
    }

    [Fact]
    public void A_scope_stands_for_tenant_and_site()
    {
        Assert.Equal(("acme", ActorId.MainSite), Both.Scope(LegToken.ScopeOf("acme", ActorId.MainSite)));
        Assert.Null(Both.Scope("00000000"));
    }

    [Fact]
    public void A_number_is_its_tenants_own()
    {
        Assert.Equal("sales", Both.Number("demo", "4000")?.Queue);
        Assert.Null(Both.Number("acme", "4000"));
        Assert.Null(Both.Number("nobody", "4000"));
    }

    [Fact]
    public void A_later_document_replaces_the_earlier_one()
    {
        var changed = Both.With(Demo with { Numbers = Demo.Numbers.Remove("4000") });

        Assert.Null(changed.Number("demo", "4000"));
        Assert.NotNull(Both.Number("demo", "4000"));
    }

    [Fact]
    public void It_is_ready_with_the_first_document()
    {
        Assert.False(DialPlan.Empty.Ready);
        Assert.True(Both.Ready);
    }
}
