using System.Collections.Immutable;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;
using FsCheck;
using FsCheck.Fluent;
using C = CallCenter.Actors.Configuration.ConfigurationCommand;
using E = CallCenter.Actors.Configuration.ConfigurationEvent;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>Any documents in any order: duties stay straight, the document in force is the last one, and everybody ends up with its part.</summary>
public sealed class ConfigurationPropertyTests
{
    private static readonly TenantDocument Good = Document.Of(Document.Good);

    private static readonly Func<TenantDocument, TenantDocument>[] Changes =
    [
        document => document with { Name = document.Name + "+" },
        document => document with { Numbers = document.Numbers.Remove("4001") },
        document => document with { Numbers = document.Numbers.SetItem("0800123", new NumberEntry("sales", AnswerMode.OnQueue, 0)) },
        document => document with { Numbers = document.Numbers.SetItem("0800124", new NumberEntry("sales", AnswerMode.OnQueue, 0) { Also = ["support"] }) },
        document => document with { Queues = document.Queues.SetItem("sales", Good.Queues["support"]) },
        document => document with { Queues = document.Queues.Remove("support") },
        document => document with { Reasons = document.Reasons.Remove("break") },
        document => document with { Phones = document.Phones.SetItem("6001", new PhoneEntry(null, 2)) },
        document => document with { Phones = document.Phones.Remove("6002") },
        document => document with { Agents = document.Agents.SetItem("1003", new AgentEntry("Zhang", "", "6001", ["sales"], AgentStart.SignedOut)) },
        document => document with { Agents = document.Agents.Remove("1001") },
        document => document with { Trunks = [] },
        _ => Good,
    ];

    [Fact]
    public void Any_documents_in_any_order() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(0, (2 * Changes.Length) - 1).ListOf().ToArbitrary(),
        steps =>
        {
            var ledger = new DutyLedger<ConfigurationBehaviour, ConfigurationState, C, E>(Tenant.Id);
            var told = ImmutableDictionary<ActorId, (long Version, object? Settings)>.Empty;
            Tell(ledger, Tenant.Accept(Good));
            foreach (var step in steps)
            {
                // Even steps change the document, odd ones let one actor take its part.
                if (step % 2 == 0)
                {
                    var next = Changes[step / 2](ledger.State.Document!);
                    Tell(ledger, Tenant.Accept(next));
                    Assert.Equal(next, ledger.State.Document);
                }
                else if (ConfigurationBehaviour.Duties(ledger.State) is [Duty.Deliver duty, ..])
                {
                    var (version, settings) = Configured(duty.Message);
                    Assert.True(!told.TryGetValue(duty.To, out var known) || version > known.Version);
                    told = told.SetItem(duty.To, (version, settings));
                    Tell(ledger, (C)duty.OnAnswered!);
                }
            }

            // Once everybody has taken its part, everybody has what the last document says.
            told = told.SetItems(ledger.Owed.Cast<Duty.Deliver>().Select(duty => KeyValuePair.Create(duty.To, Configured(duty.Message))));
            Assert.All(told, actor => Assert.Equal(Configured(Settings.Configure(ledger.State.Document!, actor.Key, 0)).Settings, actor.Value.Settings));
        }));

    [Fact]
    public void The_events_survive_the_journal()
    {
        var state = Tenant.Empty;
        foreach (var change in Changes)
        {
            foreach (var @event in Tenant.Events(state, Tenant.Accept(change(state.Document ?? Good))))
            {
                var read = Assert.IsAssignableFrom<E>(Contracts.Read(Contracts.TagOf(@event), Contracts.Write(@event)));
                Assert.Equal(@event, read);
                state = ConfigurationBehaviour.Apply(state, read);
            }
        }
    }

    private static void Tell(DutyLedger<ConfigurationBehaviour, ConfigurationState, C, E> ledger, C command)
    {
        foreach (var @event in Tenant.Events(ledger.State, command))
        {
            ledger.Apply(@event);
        }
    }

    private static (long Version, object? Settings) Configured(object configure) =>
        ((long)configure.GetType().GetProperty("Version")!.GetValue(configure)!, configure.GetType().GetProperty("Settings")!.GetValue(configure));
}
