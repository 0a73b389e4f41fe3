using System.Net;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Configuration;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>Trunks of a tenant: which is taken when, and how numbers are written for each.</summary>
public sealed class TrunkTests
{
    private const string Numbering = """ "numbering": {"country": "86", "trunk": "0", "bare": "national"} """;

    private static readonly TenantDocument Three = Read("""
        {"id": "last", "outbound": "sip:192.0.2.11", "transfers": ["021*"], "calls": ["021*", "13800001111"], "shows": ["4001"], "wrap-up": "5s"},
        {"id": "second", "outbound": "sip:192.0.2.12", "order": 2, "weight": 3, "dials": "e164", "codecs": ["pcma"], "channels": 30, "ask-every": "30s", "transfers": ["*"]},
        {"id": "first", "sources": ["192.0.2.13", "198.51.100.0/24"], "outbound": "sip:192.0.2.13", "order": 1, "dials": "national", "prefix": "9", "numbering": {"country": "1", "international": "011"}, "calls": ["021*"], "shows": ["4000", "4001"]},
        {"id": "in", "sources": ["198.51.100.128/25"]}
        """);

    /// <summary>With numbers in China's form, and no password, which is not written.</summary>
    private static TenantDocument Read(string trunks) => Document.Of(Document.With("""{"id": "local", "sources": ["127.0.0.0/8"], "outbound": "sip:192.0.2.10:5060"}""", trunks)
        .Replace("\"password\": \"demo-6001\"", "\"contact\": \"sip:a1@127.0.0.1:7000\"", StringComparison.Ordinal)
        .Replace("\"4001\": {", "\"02165551234\": {\"queue\": \"sales\"}, \"4001\": {", StringComparison.Ordinal)
        .Replace("\"teams\":", $"{Numbering}, \"teams\":", StringComparison.Ordinal));

    [Fact]
    public void A_trunk_is_read_and_written_as_it_was()
    {
        var second = Three.Trunks[1];
        Assert.Equal((30, 2, 3, TimeSpan.FromSeconds(30), DialForm.E164), (second.Channels!.Value, second.Order!.Value, second.Weight!.Value, second.AskEvery!.Value, second.Dials));
        Assert.Equal([8], second.Payloads);
        Assert.Equal(Three, Document.Of(Document.Written(Three), Three));
    }

    [Fact]
    public void A_number_outside_is_tried_by_order_and_then_as_the_list_says_and_is_written_for_each() => Assert.Equal(
        [
            new TrunkWay("first", "sip:90118621655500@192.0.2.13", 1, 1),
            new TrunkWay("second", "sip:+8621655500@192.0.2.12", 2, 3) { Payloads = [8] },
            new TrunkWay("last", "sip:021655500@192.0.2.11", 101, 1),
        ],
        TrunkRoutes.To(Three, "021655500", Three.Trunks));

    [Theory]
    [InlineData("+8613800138000", DialForm.National, "013800138000")]
    [InlineData("13800138000", DialForm.Digits, "8613800138000")]
    [InlineData("004915112345678", DialForm.National, "004915112345678")]
    [InlineData("004915112345678", DialForm.E164, "+4915112345678")]
    [InlineData("110", DialForm.E164, "110")]
    [InlineData("li.wei", DialForm.Digits, "li.wei")]
    public void A_number_is_dialled_in_the_form_that_a_trunk_takes(string number, DialForm form, string dialled) => Assert.Equal(dialled, Three.Numbering!.Dialled(number, form));

    [Fact]
    public void An_agent_may_transfer_by_those_trunks_that_say_so()
    {
        var plan = DialPlan.Empty.With(Three);

        Assert.Equal(["second", "last"], plan.Transfer("demo", "021655500", "", DateTimeOffset.UnixEpoch)!.Ways.Select(way => way.Trunk));
        Assert.Equal(["second"], plan.Transfer("demo", "010655500", "", DateTimeOffset.UnixEpoch)!.Ways.Select(way => way.Trunk));
    }

    [Fact]
    public void An_agent_calls_by_those_trunks_that_say_so_and_shows_what_each_may()
    {
        var plan = DialPlan.Empty.With(Three);
        Assert.Equal(
            [
                new OutboundRoute("021655500", new TrunkWay("first", "sip:90118621655500@192.0.2.13", 1, 1), "4000", TrunkEntry.WrapUpDefault),
                new OutboundRoute("021655500", new TrunkWay("last", "sip:021655500@192.0.2.11", 101, 1), "4001", TimeSpan.FromSeconds(5)),
            ],
            plan.Outbound("demo", "021655500", null));
        Assert.Equal(["4001", "4001"], plan.Outbound("demo", "021655500", "4001").Select(route => route.Shown));
        Assert.Equal(["first"], plan.Outbound("demo", "021655500", "4000").Select(route => route.Way.Trunk));
        Assert.Equal(["last"], plan.Outbound("demo", "13800001111", null).Select(route => route.Way.Trunk));
    }

    [Theory]
    [InlineData("021655500", "95588")]
    [InlineData("13800001112", null)]
    [InlineData("4001", null)]
    [InlineData("0216\r\nTo: x", null)]
    public void What_no_trunk_may_call_or_show_nobody_calls(string number, string? shows) => Assert.Empty(DialPlan.Empty.With(Three).Outbound("demo", number, shows));

    [Fact]
    public void An_overflow_to_a_number_outside_has_all_ways()
    {
        var overflow = Settings.OfQueue(Three, "support")!.Overflow!;

        Assert.Equal(("first", 3), (overflow.Ways[0].Trunk, overflow.Ways.Count));
        Assert.Equal(overflow.Ways[0].Uri, overflow.Uri);
    }

    [Theory]
    [InlineData("198.51.100.7", "first")]
    [InlineData("198.51.100.200", "in")]
    [InlineData("::ffff:192.0.2.13", "first")]
    [InlineData("203.0.113.1", null)]
    public void A_trunk_is_known_by_its_narrowest_block(string source, string? trunk) => Assert.Equal(trunk, DialPlan.Empty.With(Three).TrunkAt("demo", IPAddress.Parse(source))?.Id);

    [Fact]
    public void Numbers_from_a_trunk_are_read_as_it_writes_them()
    {
        var (plan, american) = (DialPlan.Empty.With(Three), Three.Trunks[2]);

        Assert.Equal("+8613800138000", plan.Caller("demo", "0118613800138000", american));
        Assert.Equal("02165551234", plan.Called("demo", "0118621 6555 1234", american));
        Assert.Equal("02165551234", plan.Called("demo", "+862165551234", null));
        Assert.Equal("4000", plan.Called("demo", "4000", american));
        Assert.Equal("777", plan.Called("demo", "777", null));
        Assert.Equal("777", plan.Called("nobody", "777", null));
    }

    [Theory]
    [InlineData(""" "dials": "e164" """, "needs numbering")]
    [InlineData(""" "codecs": ["pcma", "pcma"] """, "there twice")]
    [InlineData(""" "ask-every": "1s" """, "5s")]
    [InlineData(""" "order": 0 """, "1")]
    public void What_cannot_be_is_said_where_it_stands(string piece, string said) => Assert.Contains(
        Document.Read(Document.With("\"outbound\": \"sip:192.0.2.10:5060\"", $"\"outbound\": \"sip:192.0.2.10:5060\", {piece}")).Problems,
        problem => problem.ToString()!.Contains(said, StringComparison.Ordinal));
}
