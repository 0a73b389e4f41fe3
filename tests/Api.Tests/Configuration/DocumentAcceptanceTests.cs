using System.Text;
using CallCenter.Actors;
using CallCenter.Actors.Configuration;
using CallCenter.Api.Commands;
using CallCenter.Api.Configuration;
using CallCenter.Api.Journal;
using CallCenter.Api.Secrets;

namespace CallCenter.Api.Tests.Configuration;

/// <summary>The whole way of a document, onto a configuration actor without an engine.</summary>
public sealed class DocumentAcceptanceTests : IDisposable
{
    private const string First = """
        tenant: demo
        queues: { sales: {} }
        phones: { "6001": { password: secret-1 } }
        agents: { "1001": { phone: "6001", queues: [sales] } }
        """;

    private readonly Folder folder = new();
    private readonly SecretStore secrets;
    private readonly OneActor actor = new();
    private readonly List<TenantDocument> inForce = [];
    private readonly DocumentAcceptance acceptance;

    public DocumentAcceptanceTests()
    {
        secrets = SecretStore.Open(folder.Path);
        acceptance = new DocumentAcceptance(actor, secrets);
        acceptance.CameInForce += (document, _) => inForce.Add(document);
    }

    public void Dispose()
    {
        acceptance.Dispose();
        secrets.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_document_is_taken_and_handed_on_with_its_credentials()
    {
        var taken = Assert.IsType<AcceptanceOutcome.Accepted>(await Take(First));

        Assert.Equal((1, true, 3), (taken.Reply.Version, taken.Changed, taken.Reply.Pending));
        Assert.Equal(1, Assert.Single(inForce).Phones["6001"].CredentialVersion);
        Assert.NotNull(secrets.Find("demo", "6001", 1));
    }

    [Fact]
    public async Task The_same_again_changes_nothing()
    {
        await Take(First);

        var again = Assert.IsType<AcceptanceOutcome.Accepted>(await Take(First));
        Assert.Equal((1, false), (again.Reply.Version, again.Changed));
    }

    [Fact]
    public async Task Left_out_a_password_stays_and_changed_it_replaces_the_old_one()
    {
        await Take(First);
        await Take(First.Replace("password: secret-1", "", StringComparison.Ordinal));
        Assert.NotNull(secrets.Find("demo", "6001", 1));

        await Take(First.Replace("secret-1", "secret-2", StringComparison.Ordinal));
        Assert.Equal(2, inForce[^1].Phones["6001"].CredentialVersion);
        Assert.Null(secrets.Find("demo", "6001", 1));
    }

    [Fact]
    public async Task A_document_with_problems_changes_nothing()
    {
        await Take(First);
        var invalid = Assert.IsType<AcceptanceOutcome.Wrong>(await Take(First.Replace("phone: \"6001\"", "phone: \"6099\"", StringComparison.Ordinal).Replace("secret-1", "secret-2", StringComparison.Ordinal)));

        Assert.Equal("line 4: agents.\"1001\".phone: there is no phone \"6099\"; phones are 6001", Assert.Single(invalid.Problems).ToString());
        Assert.Equal(1, actor.State.Version);
        Assert.Single(inForce);
        Assert.Null(secrets.Find("demo", "6001", 2));
    }

    [Fact]
    public async Task An_expression_that_cannot_be_read_is_named_with_its_line_and_what_was_expected()
    {
        const string Steps = """
            queues:
              sales:
                steps:
                  - { require: english }
                  - after: 30s
                    require: "english and (french"
            """;
        var invalid = Assert.IsType<AcceptanceOutcome.Wrong>(await Take(First.Replace("queues: { sales: {} }", Steps, StringComparison.Ordinal)));

        Assert.Equal("line 7: queues.sales.steps[1].require: at character 20: ')' expected", Assert.Single(invalid.Problems).ToString());
    }

    [Fact]
    public async Task A_refused_document_leaves_the_credentials_as_they_are()
    {
        await Take(First);
        var refused = await Take(First.Replace("secret-1", "secret-2", StringComparison.Ordinal), ifVersion: 7);

        Assert.Equal(new AcceptanceOutcome.NotAnswered(new CommandAnswer.Refused(Refusal.VersionConflict, "version 1 is in force")), refused);
        Assert.Equal(1, Assert.Single(inForce).Phones["6001"].CredentialVersion);
        Assert.NotNull(secrets.Find("demo", "6001", 1));
    }

    [Fact]
    public async Task A_document_that_was_overtaken_is_fitted_again()
    {
        await Take(First);
        actor.Overtake = document => document with { Name = "Other" };

        Assert.Equal(3, Assert.IsType<AcceptanceOutcome.Accepted>(await Take(First.Replace("sales", "buying", StringComparison.Ordinal))).Reply.Version);
    }

    [Fact]
    public async Task A_document_of_a_tenant_that_may_not_come_this_way_is_not_taken() => Assert.Equal(
        new AcceptanceOutcome.OtherTenant("demo"),
        await acceptance.Accept(Encoding.UTF8.GetBytes(First), DocumentFormat.Yaml, tenant => tenant == "acme", null, "test"));

    [Theory]
    [InlineData("", "tenant: missing")]
    [InlineData("[]", "line 1: document: a mapping is expected, not a list")]
    [InlineData("tenant: de mo", "line 1: tenant: \"de mo\" is not 1 to 96 letters, digits and -_.@+~")]
    [InlineData("tenant: [", "line 2: document: the YAML cannot be read here")]
    public async Task What_names_no_tenant_is_told_so(string yaml, string problem) =>
        Assert.Equal(problem, Assert.Single(Assert.IsType<AcceptanceOutcome.Wrong>(await Take(yaml)).Problems).ToString());

    [Fact]
    public async Task After_a_start_what_is_in_force_is_handed_on_again()
    {
        Assert.Null(await acceptance.Recall("demo"));
        await Take(First);
        await acceptance.Recall("demo");

        Assert.Equal(inForce[0], inForce[1]);
    }

    [Fact]
    public async Task Nobody_answering_is_not_a_no()
    {
        actor.IsSilent = true;

        Assert.Equal(new AcceptanceOutcome.NotAnswered(CommandAnswer.Unknown.Instance), await Take(First));
    }

    [Fact]
    public void A_file_is_taken_again_only_when_it_has_changed()
    {
        File.WriteAllText(folder.File("center.yaml"), First);
        var file = ConfigurationFile.Load(folder.File("center.yaml"));
        Assert.False(file.IsTaken(secrets));

        file.RememberTaken(secrets);
        Assert.True(ConfigurationFile.Load(folder.File("center.yaml")).IsTaken(secrets));

        File.AppendAllText(folder.File("center.yaml"), "# changed\n");
        Assert.False(ConfigurationFile.Load(folder.File("center.yaml")).IsTaken(secrets));
    }

    private ValueTask<AcceptanceOutcome> Take(string yaml, long? ifVersion = null) =>
        acceptance.Accept(Encoding.UTF8.GetBytes(yaml), DocumentFormat.Yaml, tenant => tenant == "demo", ifVersion, "test");

    /// <summary>The configuration actor of tenant demo, decided and applied on the spot.</summary>
    private sealed class OneActor : ICommands
    {
        public ConfigurationState State { get; private set; } = ConfigurationBehaviour.Initial(ActorId.Configuration("demo"));

        public bool IsSilent { get; set; }

        /// <summary>Somebody else's change, just before the next document.</summary>
        public Func<TenantDocument, TenantDocument>? Overtake { get; set; }

        public ValueTask<CommandAnswer> Ask(ActorId to, object command, TimeSpan deadline)
        {
            Assert.Equal(State.Id, to);
            if (command is ConfigurationCommand.Accept && Overtake is { } change)
            {
                Overtake = null;
                Decide(new ConfigurationCommand.Accept(change(State.Document!), null, "other"));
            }

            return ValueTask.FromResult(IsSilent ? CommandAnswer.Unknown.Instance : Decide((ConfigurationCommand)command));
        }

        private CommandAnswer Decide(ConfigurationCommand command)
        {
            switch (ConfigurationBehaviour.Decide(State, command, DateTimeOffset.UnixEpoch))
            {
                case Decision<ConfigurationEvent>.Accepted accepted:
                    State = accepted.Events.Aggregate(State, ConfigurationBehaviour.Apply);
                    return new CommandAnswer.Answered(accepted.Reply, new Position(0, State.Version));
                case Decision<ConfigurationEvent>.AlreadySo already:
                    return new CommandAnswer.Answered(already.Reply, new Position(0, State.Version));
                case Decision<ConfigurationEvent>.Refused refused:
                    return new CommandAnswer.Refused(refused.Reason, refused.Detail);
                default:
                    throw new InvalidOperationException();
            }
        }
    }
}
