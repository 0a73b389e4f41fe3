using CallCenter.Telephony.Edge;

namespace CallCenter.Telephony.Tests.Edge;

public sealed class NobodysRealmTests
{
    private readonly TestPlan plan = new();
    private readonly NobodysRealm nobodys;

    public NobodysRealmTests() => nobodys = new(plan, [1, 2, 3]);

    [Fact]
    public void With_one_tenant_it_is_that_tenants() => Assert.Equal(TestPlan.Tenant, nobodys.For("6999", "192.0.2.1"));

    [Fact]
    public void Where_the_domain_is_a_tenant_it_is_that_tenants()
    {
        plan.Tenants.Add("acme");
        Assert.Equal("acme", nobodys.For("6999", "acme"));
    }

    [Fact]
    public void Among_several_tenants_a_user_has_the_same_for_ever_and_users_have_them_all()
    {
        plan.Tenants.AddRange(["acme", "beta"]);
        var realms = Enumerable.Range(6000, 60).Select(user => nobodys.For($"{user}", "192.0.2.1")).ToList();
        Assert.Equal(plan.Tenants.Order(StringComparer.Ordinal), realms.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(realms, Enumerable.Range(6000, 60).Select(user => new NobodysRealm(plan, [1, 2, 3]).For($"{user}", "192.0.2.1")));
        Assert.NotEqual(realms, Enumerable.Range(6000, 60).Select(user => new NobodysRealm(plan, [1, 2, 4]).For($"{user}", "192.0.2.1")));
    }

    [Fact]
    public void Before_the_first_tenant_it_is_a_name_of_its_own()
    {
        plan.Tenants.Clear();
        Assert.Equal("callcenter", nobodys.For("6999", "192.0.2.1"));
    }
}
