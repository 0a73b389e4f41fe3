using CallCenter.Actors.Calendars;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Configuration;
using CallCenter.Actors.Queues;
using CallCenter.Actors.Queues.Routing;
using CallCenter.Actors.Queues.Waiting;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>Calendars, treatments, lists and rules: what is written is what it holds, and what it means.</summary>
public sealed class TimesAndRulesTests
{
    private const string Text = """
        {
          "tenant": "demo",
          "trunks": [{"id": "local", "outbound": "sip:192.0.2.10:5060"}],
          "calendars": {
            "business": {
              "time-zone": "Asia/Shanghai",
              "hours": {"mon-fri": "09:00-18:00", "sat": ["09:00-12:00", "13:00-17:00"], "sat-sun": "22:00-06:00"},
              "holidays": ["2026-10-01", "2026-12-31 12:00-24:00", "2026-05-01 22:00-06:00"],
              "open-also": ["2026-10-10", "2026-10-11 10:00-14:00"]
            },
            "never": {"time-zone": "Etc/UTC"}
          },
          "lists": {"vip": ["+8613900000002", "+8613900000001", "+8613900000002"]},
          "queues": {
            "sales": {
              "hours": "business", "closed": {"queue": "night"}, "when-closing": "divert", "music": "waltz",
              "emergency": {"number": "110", "waiting": true, "on": true},
              "overflow-when": [{"length": 20, "to": {"queue": "night"}}, {"agents-below": 1, "to": {"number": "0800"}}, {"wait": "1m", "to": {"queue": "night"}}, {"expected-wait": "5m", "to": {"queue": "night"}}],
              "announce": {"position": true, "expected-wait": true, "comfort": ["patience", "web"], "first-after": "10s", "every": "45s", "min-change": 1, "language": "zh", "sounds": "li-na"}
            },
            "night": {"music": "stars"}
          },
          "phones": {"6001": {"contact": "sip:a1@127.0.0.1:7000"}},
          "agents": {"1001": {"phone": "6001"}},
          "numbers": {
            "4000": {
              "queue": "sales", "needs": "english>=3", "prefer": ["1001"], "prefer-for": "20s", "sticky": "last-agent",
              "rules": [
                {"when": {"caller": ["+8610*", "anonymous"], "caller-in": "vip", "data": {"vip": "yes"}, "hours": "business", "closed": "never", "repeat-within": "24h"},
                 "priority": 10, "queue": "night", "refuse": true, "attach": {"tier": "gold"}},
                {"needs": [{"after": "30s", "require": "english"}, {"require": "english>=5", "prefer": "tariffs"}]}
              ]
            }
          }
        }
        """;

    private static readonly TenantDocument Read = Document.Of(Text);

    [Fact]
    public void A_calendar_is_a_week_and_the_dates_that_differ()
    {
        var business = Read.Calendars["business"];

        Assert.Equal(
            [
                .. new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday }.Select(day => new WeekHours(day, 540, 1080)),
                new WeekHours(DayOfWeek.Saturday, 540, 720), new WeekHours(DayOfWeek.Saturday, 780, 1020), new WeekHours(DayOfWeek.Saturday, 1320, 1800), new WeekHours(DayOfWeek.Sunday, 1320, 1800),
            ],
            business.Week);
        Assert.Equal(
            [
                new DateHours(new DateOnly(2026, 10, 1), 0, 1440), new DateHours(new DateOnly(2026, 12, 31), 720, 1440),
                new DateHours(new DateOnly(2026, 5, 1), 1320, 1440), new DateHours(new DateOnly(2026, 5, 2), 0, 360),
            ],
            business.Holidays);
        Assert.Equal([new DateHours(new DateOnly(2026, 10, 10), 540, 1080), new DateHours(new DateOnly(2026, 10, 11), 600, 840)], business.OpenAlso);
    }

    [Fact]
    public void A_list_is_sorted_and_has_each_number_once() => Assert.Equal(["+8613900000001", "+8613900000002"], Read.Lists["vip"].Numbers);

    [Fact]
    public void A_queue_is_told_its_hours_and_where_calls_go()
    {
        var sales = Settings.OfQueue(Read, "sales")!;
        var night = new OverflowTarget("night", null, null, "stars");

        Assert.Equal(new QueueHours(Read.Calendars["business"]) { WhenClosed = night, DivertsWaiting = true }, sales.Hours);
        Assert.Equal(new EmergencyRule { IsOn = true, IncludesWaiting = true, To = Outside("110") }, sales.Emergency);
        Assert.Equal(
            [
                new OverflowRule(night) { Length = 20 },
                new OverflowRule(Outside("0800")) { AgentsBelow = 1, For = TimeSpan.FromSeconds(30) },
                new OverflowRule(night) { Wait = TimeSpan.FromMinutes(1) },
                new OverflowRule(night) { ExpectedWait = TimeSpan.FromMinutes(5) },
            ],
            sales.OverflowWhen);
        Assert.Equal((null, null, 0), (Settings.OfQueue(Read, "night")!.Hours, Settings.OfQueue(Read, "night")!.Emergency, Settings.OfQueue(Read, "night")!.OverflowWhen.Count));

        static OverflowTarget Outside(string number) =>
            new(null, null, $"sip:{number}@192.0.2.10:5060", "waltz") { Ways = [new TrunkWay("local", $"sip:{number}@192.0.2.10:5060", 101, 1)] };
    }

    [Fact]
    public void A_queue_is_told_what_to_announce_and_most_announce_nothing()
    {
        Assert.Equal(
            new AnnounceRule
            {
                Position = true,
                ExpectedWait = true,
                Comfort = ["patience", "web"],
                FirstAfter = TimeSpan.FromSeconds(10),
                Every = TimeSpan.FromSeconds(45),
                ChangeMin = 1,
                Language = Language.Zh,
                Voice = "li-na",
            },
            Settings.OfQueue(Read, "sales")!.Announce);
        Assert.Null(Settings.OfQueue(Read, "night")!.Announce);
    }

    [Fact]
    public void The_plan_of_a_number_has_its_rules_and_behind_them_what_it_asks_for_itself() => Assert.Equal(
        [
            new NumberRule
            {
                When = new RuleCondition
                {
                    Caller = ["+8610*", "anonymous"],
                    CallerIn = "vip",
                    Data = [new AttachedEntry("vip", new AttachedValue(AttachedType.Text, "yes"))],
                    Hours = "business",
                    Closed = "never",
                    RepeatWithin = TimeSpan.FromHours(24),
                },
                Priority = 10,
                Queue = "night",
                Music = "stars",
                Refuses = true,
                Attach = [new AttachedEntry("tier", new AttachedValue(AttachedType.Text, "gold"))],
            },
            new NumberRule { Needs = [new NeedStep(TimeSpan.Zero, "english>=5", "tariffs"), new NeedStep(TimeSpan.FromSeconds(30), "english")] },
            new NumberRule { Needs = [new NeedStep(TimeSpan.Zero, "english>=3")], Prefer = ["1001"], PreferFor = TimeSpan.FromSeconds(20), PrefersLastAgent = true },
        ],
        Settings.OfNumber(Read, "4000")!.Rules);

    [Fact]
    public void Written_and_read_again_it_is_the_same()
    {
        Assert.Equal(Read, Document.Of(Document.Written(Read)));
        var accepted = new ConfigurationEvent.ConfigurationAccepted(DateTimeOffset.UnixEpoch, 1, "test", Read, new RemovedKeys { Calendars = ["old"], Lists = ["old"] });
        Assert.Equal(accepted, Contracts.Read(Contracts.TagOf(accepted), Contracts.Write(accepted)));
    }

    [Fact]
    public void A_calendar_that_changes_is_told_to_the_queues_that_have_it_and_to_nobody_else()
    {
        var state = Tenant.Events(Tenant.Empty, new ConfigurationCommand.Accept(Read, null, "test")).Aggregate(Tenant.Empty, ConfigurationBehaviour.Apply);
        state = ConfigurationBehaviour.Duties(state).OfType<Duty.Deliver>().SelectMany(duty => Tenant.Events(state, (ConfigurationCommand)duty.OnAnswered!)).Aggregate(state, ConfigurationBehaviour.Apply);
        var changed = Read with { Calendars = Read.Calendars.SetItem("business", Read.Calendars["business"] with { Holidays = [] }).Remove("never") };

        state = Tenant.Events(state, new ConfigurationCommand.Accept(changed, null, "test")).Aggregate(state, ConfigurationBehaviour.Apply);

        Assert.Equal(changed, state.Document);
        Assert.Equal([ActorId.Queue("demo", "sales")], ConfigurationBehaviour.Duties(state).OfType<Duty.Deliver>().Select(duty => duty.To));
    }

    [Theory]
    [InlineData("+8613900000001", "2026-09-28T02:00:00Z", "vip", "business")]
    [InlineData("+8613900000003", "2026-09-28T02:00:00Z", "", "business")]
    [InlineData("", "2026-09-28T12:00:00Z", "", "")]
    public void An_edge_finds_the_lists_and_the_calendars_that_the_rules_name(string caller, string at, string lists, string open)
    {
        var plan = DialPlan.Empty.With(Read);
        var facts = plan.Facts("demo", plan.Number("demo", "4000")!, caller, DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture))!;

        Assert.Equal((lists, open), (string.Join(',', facts.Lists), string.Join(',', facts.Open)));
    }

    [Fact]
    public void Numbers_of_all_lists_together_are_bounded()
    {
        var numbers = string.Join(',', Enumerable.Range(0, 5_001).Select(number => $"\"{number}\""));

        Assert.Equal(
            "lists: 10002 numbers in all lists; at most 10000 are allowed",
            Assert.Single(Document.Read($$"""{"tenant": "demo", "lists": {"a": [{{numbers}}], "b": [{{numbers}}]} }""").Problems).ToString());
    }
}
