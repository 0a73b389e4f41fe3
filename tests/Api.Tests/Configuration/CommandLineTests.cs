using CallCenter.Api.Composition;
using CallCenter.Cluster.Membership;

namespace CallCenter.Api.Tests.Configuration;

public sealed class CommandLineTests
{
    private const string Database = "Host=127.0.0.1;Username=callcenter";

    [Fact]
    public async Task Without_a_database_the_whole_center_is_one_process()
    {
        var options = (await Read("--http", "127.0.0.1:9000")).Options!;

        Assert.Null(options.Cluster);
        Assert.Equal(0, options.TrialCores);
        Assert.True(options.Demo);
    }

    [Fact]
    public async Task A_process_of_a_cluster_has_a_name_and_roles_and_no_demo()
    {
        var options = (await Read("--database", Database, "--node", "core-1", "--roles", "core", "--links", "127.0.0.1:7401", "--data", "somewhere")).Options!;

        Assert.Equal(("core-1", "callcenter", Roles.Core), (options.Cluster!.Node, options.Cluster.Cluster, options.Cluster.Roles));
        Assert.Equal(Path.Combine(options.Data, "cluster.key"), options.Cluster.KeyFile);
        Assert.False(options.HasFace);
        Assert.False(options.Demo);
        Assert.Null(options.Config);
    }

    [Fact]
    public async Task A_trial_names_its_processes_itself() => Assert.Equal(3, (await Read("--cluster", "3")).Options!.TrialCores);

    [Fact]
    public async Task Rtpengines_are_named_with_their_control_addresses()
    {
        var options = (await Read("--media", "rtpengine", "--rtpengine", "m1=127.0.0.1:2223", "--rtpengine", "m2=[::1]:2224")).Options!;

        Assert.Equal(["m1 127.0.0.1:2223", "m2 [::1]:2224"], options.Rtpengines.Select(engine => $"{engine.Name} {engine.Control}"));
        Assert.Empty((await Read()).Options!.Rtpengines);
    }

    [Theory]
    [InlineData("--media rtpengine wants at least one", "--media", "rtpengine")]
    [InlineData("is for --media rtpengine", "--rtpengine", "m1=127.0.0.1:2223")]
    [InlineData("wants NAME=ADDR:PORT", "--media", "rtpengine", "--rtpengine", "127.0.0.1:2223")]
    [InlineData("wants NAME=ADDR:PORT", "--media", "rtpengine", "--rtpengine", "m1=127.0.0.1")]
    [InlineData("wants NAME=ADDR:PORT", "--media", "rtpengine", "--rtpengine", "m1=127.0.0.1:2223", "--rtpengine", "m1=127.0.0.2:2223")]
    [InlineData("--media-ports is for the embedded media", "--media", "rtpengine", "--rtpengine", "m1=127.0.0.1:2223", "--media-ports", "20000-20100")]
    [InlineData("wants --sounds too", "--media", "rtpengine", "--rtpengine", "m1=127.0.0.1:2223", "--rtpengine-sounds", "/sounds")]
    [InlineData("--node is missing", "--database", Database)]
    [InlineData("--roles wants some of", "--database", Database, "--node", "a", "--roles", "edge,coffee")]
    [InlineData("--node wants 1 to 64 letters", "--database", Database, "--node", "a b")]
    [InlineData("--links wants ADDR:PORT", "--database", Database, "--node", "a", "--links", "nowhere")]
    [InlineData("links beyond this machine need", "--database", Database, "--node", "a", "--links", "10.0.0.1:7400")]
    [InlineData("--links at every address needs --advertise", "--database", Database, "--node", "a", "--links", "0.0.0.0:7400", "--links-plain")]
    [InlineData("no wildcard", "--database", Database, "--node", "a", "--links", "0.0.0.0:7400", "--links-plain", "--advertise", "0.0.0.0:7400")]
    [InlineData("no wildcard", "--database", Database, "--node", "a", "--links", "[::]:7400", "--links-plain", "--advertise", "[::]:7400")]
    [InlineData("--advertise wants the HOST:PORT", "--database", Database, "--node", "a", "--advertise", "core-1")]
    [InlineData("belong together", "--database", Database, "--node", "a", "--tls-cert", "a.pem")]
    [InlineData("--node is for a cluster", "--node", "a")]
    [InlineData("--cluster makes a PostgreSQL of its own", "--cluster", "3", "--database", Database)]
    [InlineData("--roles is not for --cluster", "--cluster", "3", "--roles", "core")]
    [InlineData("from 1 to 9", "--cluster", "99")]
    [InlineData("--sip-advertise wants HOST", "--sip-advertise", "sip:a")]
    [InlineData("--sip-proxies wants addresses", "--sip-proxies", "192.0.2.1,proxy")]
    [InlineData("--media-address wants an address", "--media-address", "0.0.0.0")]
    [InlineData("--sip-ws wants ADDR:PORT", "--sip-ws", "everywhere")]
    [InlineData("--sip-tls and --sip-wss need", "--sip-wss", "127.0.0.1:443")]
    [InlineData("--sip-tls-cert and --sip-tls-key belong together", "--sip-tls-cert", "edge.pem")]
    public async Task What_makes_no_sense_is_said(string said, params string[] arguments)
    {
        var (options, error) = await Read(arguments);

        Assert.Null(options);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("core-1.example:7400")]
    [InlineData("192.0.2.1:7400")]
    [InlineData("[2001:db8::1]:7400")]
    public async Task Who_listens_everywhere_says_where_others_reach_it(string address)
    {
        var options = (await Read("--database", Database, "--node", "a", "--links", "0.0.0.0:7400", "--links-plain", "--advertise", address)).Options!;

        Assert.Equal(address, options.Cluster!.Advertise);
    }

    private static async Task<(RunOptions? Options, string Error)> Read(params string[] arguments)
    {
        RunOptions? read = null;
        var error = new StringWriter();
        await CommandLine.Run(
            arguments,
            (options, _) =>
            {
                read = options;
                return Task.FromResult(0);
            },
            error);
        return (read, error.ToString());
    }
}
