using System.Text;
using CallCenter.Actors.Configuration;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>Ten thousand agents behind one address. Bounded complexity, not a figure: quadratic work would not end in the suite's time.</summary>
public sealed class LargeDocumentTests
{
    private const int Agents = 10_000;

    [Fact]
    public void Ten_thousand_agents_are_read_accepted_told_and_done()
    {
        var document = Document.Of(Json());
        var accepted = ConfigurationBehaviour.Apply(Tenant.Empty, Assert.Single(Tenant.Events(Tenant.Empty, Tenant.Accept(document))));
        Assert.Equal((2 * Agents) + 1, accepted.Pending.Count);

        var state = accepted;
        foreach (var duty in ConfigurationBehaviour.Duties(accepted).Cast<Duty.Deliver>())
        {
            Assert.Equal(duty, ConfigurationBehaviour.DutyOf(state, duty.Key));
            foreach (var @event in Tenant.Events(state, (ConfigurationCommand)duty.OnAnswered!))
            {
                Assert.Single(ConfigurationBehaviour.Touched(state, @event));
                state = ConfigurationBehaviour.Apply(state, @event);
            }
        }

        Assert.Empty(state.Pending);
        Assert.Empty(Tenant.Events(state, Tenant.Accept(Document.Of(Json()))));
    }

    [Fact]
    public void One_changed_agent_of_ten_thousand_is_one_entry_of_the_event()
    {
        var document = Document.Of(Json());
        var state = ConfigurationBehaviour.Apply(Tenant.Empty, Assert.Single(Tenant.Events(Tenant.Empty, Tenant.Accept(document))));
        var changed = document with { Agents = document.Agents.SetItem("a7", document.Agents["a7"] with { Name = "Seven" }) };

        Assert.InRange(Contracts.Write(Assert.Single(Tenant.Events(state, Tenant.Accept(changed)))).Length, 1, 1_000);
    }

    private static string Json()
    {
        var json = new StringBuilder("""{"tenant": "demo", "numbers": {"4000": {"queue": "sales"}}, "queues": {"sales": {}}, "phones": {""");
        json.AppendJoin(',', Enumerable.Range(0, Agents).Select(n => $"\"p{n}\": {{\"contact\": \"sip:a{n}@127.0.0.1:7000\"}}")).Append("}, \"agents\": {");
        json.AppendJoin(',', Enumerable.Range(0, Agents).Select(n => $"\"a{n}\": {{\"phone\": \"p{n}\", \"queues\": [\"sales\"], \"start\": \"ready\"}}"));
        return json.Append("}}").ToString();
    }
}
