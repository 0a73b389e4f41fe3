using CallCenter.Actors.Configuration;
using CallCenter.Actors.Phones;
using CallCenter.Actors.Queues;
using C = CallCenter.Actors.Configuration.ConfigurationCommand;
using E = CallCenter.Actors.Configuration.ConfigurationEvent;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>The configuration actor: whole documents in, each actor's part out.</summary>
public sealed class ConfigurationTests
{
    private static readonly TenantDocument Good = Document.Of(Document.Good);
    private static readonly ConfigurationState Accepted = Tenant.After(Tenant.Accept(Good));

    [Fact]
    public void Everybody_in_the_first_document_is_told() => Assert.Equal(
        ["configure/agent/1001/1", "configure/agent/1002/1", "configure/phone/6001/1", "configure/phone/6002/1", "configure/queue/sales/1", "configure/queue/support/1"],
        Tenant.Keys(Accepted));

    [Fact]
    public void The_reply_says_the_version_and_who_is_behind()
    {
        var reply = Assert.IsType<ConfigurationReply>(Assert.IsType<Decision<E>.AlreadySo>(ConfigurationBehaviour.Decide(Accepted, new C.Ask(), Tenant.Now)).Reply);

        Assert.Equal((1, Good, 6), (reply.Version, reply.Document, reply.Pending));
        Assert.Equal(6, reply.Behind.Count);
    }

    [Fact]
    public void Who_has_answered_is_not_told_again()
    {
        var settled = Tenant.Settled(Accepted);

        Assert.Empty(Tenant.Keys(settled));
        Assert.Empty(Tenant.Events(settled, new C.RecordApplied(ActorId.Queue("demo", "sales"), 1)));
    }

    [Fact]
    public void An_equal_document_is_already_so_whatever_version_it_was_meant_for()
    {
        Assert.Empty(Tenant.Events(Accepted, Tenant.Accept(Document.Of(Document.Good))));
        Assert.Empty(Tenant.Events(Accepted, Tenant.Accept(Good, ifVersion: 0)));
    }

    [Fact]
    public void A_document_made_for_another_version_is_refused()
    {
        var other = Good with { Name = "Other" };

        Assert.Equal(Refusal.VersionConflict, Assert.IsType<Decision<E>.Refused>(ConfigurationBehaviour.Decide(Accepted, Tenant.Accept(other, ifVersion: 7), Tenant.Now)).Reason);
        Assert.Equal(2, Tenant.Then(Accepted, Tenant.Accept(other, ifVersion: 1)).Version);
    }

    [Fact]
    public void Another_tenants_document_is_refused() =>
        Assert.Equal(Refusal.TenantUnknown, Assert.IsType<Decision<E>.Refused>(ConfigurationBehaviour.Decide(Accepted, Tenant.Accept(Good with { Tenant = "acme" }), Tenant.Now)).Reason);

    [Fact]
    public void The_event_holds_what_changed_and_no_more()
    {
        var next = Good with { Agents = Good.Agents.SetItem("1002", Good.Agents["1002"] with { Name = "Wang" }).Remove("1001") };

        var accepted = Assert.IsType<E.ConfigurationAccepted>(Assert.Single(Tenant.Events(Accepted, Tenant.Accept(next))));

        Assert.Equal(["1002"], accepted.Changed.Agents.Keys);
        Assert.Equal(["1001"], accepted.Removed.Agents);
        Assert.Empty(accepted.Changed.Queues);
        Assert.Equal(next, Tenant.Then(Accepted, Tenant.Accept(next)).Document);
    }

    [Fact]
    public void Only_those_are_told_whose_own_settings_changed()
    {
        var next = Tenant.Then(Tenant.Settled(Accepted), Tenant.Accept(Good with { Agents = Good.Agents.SetItem("1002", Good.Agents["1002"] with { Name = "Wang" }) }));

        Assert.Equal(["configure/agent/1002/2"], Tenant.Keys(next));
    }

    [Fact]
    public void A_new_way_out_concerns_the_queues_that_use_it()
    {
        var next = Tenant.Then(Tenant.Settled(Accepted), Tenant.Accept(Good with { Trunks = [new TrunkEntry("t", [], "sip:192.0.2.99:5060")] }));

        Assert.Equal(["configure/queue/support/2"], Tenant.Keys(next));
    }

    [Fact]
    public void A_new_reason_concerns_all_agents()
    {
        var next = Tenant.Then(Tenant.Settled(Accepted), Tenant.Accept(Good with { Reasons = Good.Reasons.Add("meal", new ReasonEntry(new Label("Meal", "用餐"), false, null)) }));

        Assert.Equal(["configure/agent/1001/2", "configure/agent/1002/2"], Tenant.Keys(next));
    }

    [Fact]
    public void A_new_credential_concerns_the_phone()
    {
        var next = Tenant.Then(Tenant.Settled(Accepted), Tenant.Accept(Good with { Phones = Good.Phones.SetItem("6001", new PhoneEntry(null, 2)) }));

        Assert.Equal(new PhoneCommand.Configure(2, new PhoneSettings { CredentialVersion = 2 }), Assert.IsType<Duty.Deliver>(Assert.Single(ConfigurationBehaviour.Duties(next))).Message);
    }

    [Fact]
    public void Who_is_removed_is_told_so()
    {
        var next = Tenant.Then(Tenant.Settled(Accepted), Tenant.Accept(Good with { Queues = Good.Queues.Remove("support") }));

        Assert.Contains(new QueueCommand.Configure(2, null), ConfigurationBehaviour.Duties(next).Cast<Duty.Deliver>().Select(duty => duty.Message));
    }

    [Fact]
    public void A_later_part_replaces_one_that_was_not_taken_yet()
    {
        var renamed = Good with { Agents = Good.Agents.SetItem("1002", Good.Agents["1002"] with { Name = "Wang" }) };
        var next = Tenant.Then(Accepted, Tenant.Accept(renamed));

        Assert.Contains("configure/agent/1002/2", Tenant.Keys(next));
        Assert.DoesNotContain("configure/agent/1002/1", Tenant.Keys(next));
        Assert.Contains("configure/agent/1001/1", Tenant.Keys(next));
        Assert.Empty(Tenant.Events(next, new C.RecordApplied(ActorId.Agent("demo", "1002"), 1)));
    }

    [Fact]
    public void A_refusal_of_a_part_counts_as_taken() =>
        Assert.All(ConfigurationBehaviour.Duties(Accepted).Cast<Duty.Deliver>(), duty => Assert.Equal(duty.OnAnswered, duty.OnRefused));

    [Fact]
    public void A_key_that_is_no_duty_is_none() => Assert.All(
        new[] { "", "configure", "configure/", "configure/agent/1001", "configure/agent/1001/2", "configure/agent/1001/1/", "told/1" },
        key => Assert.Null(ConfigurationBehaviour.DutyOf(Accepted, key)));
}
