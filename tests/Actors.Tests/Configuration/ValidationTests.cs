using CallCenter.Actors.Configuration.Documents;

namespace CallCenter.Actors.Tests.Configuration;

/// <summary>Each bad document with exactly what it is told.</summary>
public sealed class ValidationTests
{
    [Theory]
    // shape
    [InlineData("\"tenant\": \"demo\",", "", "tenant: missing")]
    [InlineData("\"tenant\": \"demo\"", "\"tenant\": null", "tenant: missing")]
    [InlineData("\"tenant\": \"demo\"", "\"tenant\": \"de mo\"", "tenant: \"de mo\" is not 1 to 96 letters, digits and -_.@+~")]
    [InlineData("\"tenant\": \"demo\"", "\"tenant\": [\"demo\"]", "tenant: text is expected, not a list")]
    [InlineData("\"name\": \"Demo\"", "\"name\": true", "name: text is expected, not true or false")]
    [InlineData("\"name\": \"Demo\"", "\"name\": \"\"", "name: \"\" is not 1 to 128 characters on one line")]
    [InlineData("\"name\": \"Demo\"", "\"name\": \"two\\nlines\"", "name: \"two?lines\" is not 1 to 128 characters on one line")]
    [InlineData("\"name\": \"Demo\"", "\"name\": \"Demo\", \"name\": \"Again\"", "name: written twice")]
    [InlineData("\"name\": \"Demo\"", "\"nmae\": \"Demo\"", "nmae: unknown key; did you mean \"name\"?")]
    [InlineData("\"name\": \"Demo\"", "\"colour\": \"red\"",
        "colour: unknown key; keys here are tenant, name, trunks, numbers, queues, teams, reasons, phones, agents, calendars, lists, lookups, sites, call-reasons, summaries, alarms, numbering, limits")]
    [InlineData("\"name\": \"Demo\"", "\"\\u0000<b>\": 1",
        "\"?<b>\": unknown key; keys here are tenant, name, trunks, numbers, queues, teams, reasons, phones, agents, calendars, lists, lookups, sites, call-reasons, summaries, alarms, numbering, limits")]
    // trunks
    [InlineData("\"trunks\": [", "\"trunks\": {}, \"numbers\": [", "trunks: a list is expected, not a mapping")]
    [InlineData("{\"id\": \"local\", ", "{", "trunks[0].id: missing")]
    [InlineData("\"127.0.0.0/8\"", "\"127.0.0.0/33\"", "trunks[0].sources[0]: \"127.0.0.0/33\" is not an address or block such as 192.0.2.7 or 10.0.0.0/8")]
    [InlineData("\"127.0.0.0/8\"", "\"carrier.example\"", "trunks[0].sources[0]: \"carrier.example\" is not an address or block such as 192.0.2.7 or 10.0.0.0/8")]
    [InlineData("\"sip:192.0.2.10:5060\"", "\"192.0.2.10\"", "trunks[0].outbound: \"192.0.2.10\" is not a SIP address such as sip:192.0.2.7:5060")]
    [InlineData("\"sip:192.0.2.10:5060\"", "\"sip:192.0.2.10:99999\"", "trunks[0].outbound: \"sip:192.0.2.10:99999\" is not a SIP address such as sip:192.0.2.7:5060")]
    [InlineData("\"sip:192.0.2.10:5060\"}", "\"sip:192.0.2.10:5060\"}, {\"id\": \"local\"}", "trunks[1].id: \"local\" is there twice")]
    // numbers
    [InlineData("\"4000\": {\"queue\": \"sales\"}", "\"4000\": {}", "numbers.\"4000\".queue: missing")]
    [InlineData("\"4000\": {\"queue\": \"sales\"}", "\"4000\": \"sales\"", "numbers.\"4000\": a mapping is expected, not text")]
    [InlineData("\"4000\": {\"queue\": \"sales\"}", "\"4000\": {\"queue\": \"sale\"}", "numbers.\"4000\".queue: there is no queue \"sale\"; did you mean \"sales\"?")]
    [InlineData("\"4000\": {\"queue\": \"sales\"}", "\"4000\": {\"queue\": \"billing\"}", "numbers.\"4000\".queue: there is no queue \"billing\"; queues are sales, support")]
    [InlineData("\"4000\": {\"queue\": \"sales\"}", "\"4000\": {\"queue\": \"sales\", \"answer\": \"now\"}", "numbers.\"4000\".answer: \"now\" is none of on-queue, early-media, on-agent")]
    [InlineData("\"4000\": {\"queue\": \"sales\"}", "\"4000\": {\"queue\": \"sales\", \"also\": \"support\"}", "numbers.\"4000\".also: a list is expected, not text")]
    [InlineData("\"4000\": {\"queue\": \"sales\"}", "\"4000\": {\"queue\": \"sales\", \"also\": [\"suport\"]}",
        "numbers.\"4000\".also[0]: there is no queue \"suport\"; did you mean \"support\"?")]
    [InlineData("\"4000\": {\"queue\": \"sales\"}", "\"4000\": {\"queue\": \"sales\", \"also\": [\"support\", \"sales\"]}", "numbers.\"4000\".also[1]: \"sales\" is there twice")]
    [InlineData("\"4000\": {", "\"40 00\": {", "numbers.\"40 00\": not a key; 1 to 32 letters, digits and +-_.*# are expected")]
    [InlineData("\"priority\": 5", "\"priority\": 500", "numbers.\"4001\".priority: 500 is not between -100 and 100")]
    [InlineData("\"priority\": 5", "\"priority\": 1.5", "numbers.\"4001\".priority: 1.5 is not a whole number")]
    [InlineData("\"priority\": 5", "\"priority\": \"high\"", "numbers.\"4001\".priority: a number is expected, not text")]
    // queues
    [InlineData("\"ring-time\": \"20s\"", "\"ring-time\": \"soon\"", "queues.sales.ring-time: \"soon\" is not a duration; write 20s, 5m, 1h30m, or seconds as a number")]
    [InlineData("\"ring-time\": \"20s\"", "\"ring-time\": -1", "queues.sales.ring-time: -1 is not a duration; write 20s, 5m, 1h30m, or seconds as a number")]
    [InlineData("\"ring-time\": \"20s\"", "\"ring-time\": 0", "queues.sales.ring-time: 0s is not between 1s and 5m")]
    [InlineData("\"ring-time\": \"20s\"", "\"ring-time\": \"90m\"", "queues.sales.ring-time: 1h30m is not between 1s and 5m")]
    [InlineData("\"ring-time\": \"20s\"", "\"ring-time\": []", "queues.sales.ring-time: a duration is expected, not a list")]
    [InlineData("\"ring-time\": \"20s\"", "\"ringtime\": \"20s\"", "queues.sales.ringtime: unknown key; did you mean \"ring-time\"?")]
    [InlineData("\"ring-time\": \"20s\"", "\"max-length\": 0", "queues.sales.max-length: 0 is not between 1 and 200000")]
    [InlineData("\"ring-time\": \"20s\"", "\"on-decline\": \"never\"", "queues.sales.on-decline: \"never\" is none of not-ready, stay-ready")]
    [InlineData("\"ring-time\": \"20s\"", "\"misses-before-not-ready\": 0", "queues.sales.misses-before-not-ready: 0 is not between 1 and 100")]
    [InlineData("\"ring-time\": \"20s\"", "\"name\": {\"zh\": \"销售\"}", "queues.sales.name.en: missing")]
    [InlineData("\"ring-time\": \"20s\"", "\"name\": {\"en\": \"Sales\", \"de\": \"Verkauf\"}", "queues.sales.name.de: unknown key; keys here are en, zh")]
    [InlineData("\"music\": \"waltz\"", "\"music\": \"../waltz\"", "queues.sales.music: \"../waltz\" is not 1 to 64 letters, digits and -_")]
    [InlineData("{\"queue\": \"support\"}", "{}", "queues.sales.overflow: exactly one of queue and number is expected")]
    [InlineData("{\"queue\": \"support\"}", "{\"queue\": \"support\", \"number\": \"4001\"}", "queues.sales.overflow: exactly one of queue and number is expected")]
    [InlineData("{\"queue\": \"support\"}", "\"support\"", "queues.sales.overflow: a mapping is expected, not text")]
    [InlineData("{\"queue\": \"support\"}", "{\"queue\": \"suport\"}", "queues.sales.overflow.queue: there is no queue \"suport\"; did you mean \"support\"?")]
    [InlineData("{\"queue\": \"support\"}", "{\"queue\": \"sales\"}", "queues.sales.overflow: goes round in a circle: sales → sales")]
    [InlineData("{\"number\": \"0800123\"}", "{\"queue\": \"sales\"}", "queues.sales.overflow: goes round in a circle: sales → support → sales")]
    [InlineData("{\"number\": \"0800123\"}", "{\"number\": \"4000\"}", "queues.sales.overflow: goes round in a circle: sales → support → sales")]
    [InlineData(", \"outbound\": \"sip:192.0.2.10:5060\"", "",
        "queues.support.overflow.number: \"0800123\" is not one of our numbers, and no trunk has an outbound address to reach it by")]
    [InlineData("{\"number\": \"0800123\"}", "{\"number\": \"0800123\"}, \"closed\": {\"queue\": \"sales\"}", "queues.sales.overflow: goes round in a circle: sales → support → sales")]
    [InlineData("\"music\": \"waltz\"", "\"emergency\": {\"number\": \"4000\"}", "queues.sales.emergency: goes round in a circle: sales → sales")]
    [InlineData("\"music\": \"waltz\"", "\"overflow-when\": [{\"wait\": 60, \"to\": {\"queue\": \"sales\"}}]", "queues.sales.overflow-when: goes round in a circle: sales → sales")]
    // hours, emergencies, overflow under conditions
    [InlineData("\"music\": \"waltz\"", "\"hours\": \"business\"", "queues.sales.hours: there is no calendar \"business\"; there are no calendars")]
    [InlineData("\"music\": \"waltz\"", "\"closed\": {\"queue\": \"suport\"}", "queues.sales.closed.queue: there is no queue \"suport\"; did you mean \"support\"?")]
    [InlineData("\"music\": \"waltz\"", "\"closed\": {}", "queues.sales.closed: exactly one of queue and number is expected")]
    [InlineData("\"music\": \"waltz\"", "\"emergency\": {\"queue\": \"support\", \"number\": \"4001\"}", "queues.sales.emergency: exactly one of queue and number is expected")]
    [InlineData("\"music\": \"waltz\"", "\"when-closing\": \"drop\"", "queues.sales.when-closing: \"drop\" is none of keep, divert")]
    [InlineData("\"music\": \"waltz\"", "\"overflow-when\": [{\"to\": {\"queue\": \"support\"}}]", "queues.sales.overflow-when[0]: exactly one of wait, length, agents-below and expected-wait is expected")]
    [InlineData("\"music\": \"waltz\"", "\"overflow-when\": [{\"wait\": 5, \"length\": 2, \"to\": {\"queue\": \"support\"}}]", "queues.sales.overflow-when[0]: exactly one of wait, length, agents-below and expected-wait is expected")]
    [InlineData("\"music\": \"waltz\"", "\"overflow-when\": [{\"wait\": 5, \"for\": 2, \"to\": {\"queue\": \"support\"}}]", "queues.sales.overflow-when[0].for: belongs to agents-below only")]
    [InlineData("\"music\": \"waltz\"", "\"overflow-when\": [{\"length\": 5}]", "queues.sales.overflow-when[0].to: missing")]
    [InlineData("\"music\": \"waltz\"", "\"announce\": {\"every\": 60}", "queues.sales.announce: says nothing; position, expected-wait or comfort is expected")]
    [InlineData("\"music\": \"waltz\"", "\"announce\": {\"position\": true, \"language\": \"fr\"}", "queues.sales.announce.language: \"fr\" is none of en, zh")]
    [InlineData("\"music\": \"waltz\"", "\"announce\": {\"comfort\": [\"../x\"]}", "queues.sales.announce.comfort[0]: \"../x\" is not 1 to 64 letters, digits and -_")]
    [InlineData("\"music\": \"waltz\"", "\"announce\": {\"position\": true, \"every\": \"5s\"}", "queues.sales.announce.every: 5s is not between 10s and 1h")]
    [InlineData("\"music\": \"waltz\"", "\"overflow-when\": [{\"agents-below\": 1, \"to\": {\"queue\": \"support\"}}, {\"agents-below\": 2, \"to\": {\"queue\": \"support\"}}]",
        "queues.sales.overflow-when[1].agents-below: one rule of a queue may say so, and one before does")]
    // whom a queue gives its calls to
    [InlineData("\"music\": \"waltz\"", "\"order\": \"best\"", "queues.sales.order: \"best\" is none of longest-idle, most-skilled, round-robin, fewest-calls, least-occupied")]
    [InlineData("\"music\": \"waltz\"", "\"head-start\": \"none\"", "queues.sales.head-start: \"none\" is not a duration; write 20s, 5m, 1h30m, or seconds as a number, or strict")]
    [InlineData("\"music\": \"waltz\"", "\"head-start\": \"2h\"", "queues.sales.head-start: 2h is not between 0s and 1h")]
    [InlineData("\"music\": \"waltz\"", "\"head-start\": []", "queues.sales.head-start: a duration is expected, not a list")]
    [InlineData("\"music\": \"waltz\"", "\"steps\": \"english\"", "queues.sales.steps: a list is expected, not text")]
    [InlineData("\"music\": \"waltz\"", "\"steps\": [\"english\"]", "queues.sales.steps[0]: a mapping is expected, not text")]
    [InlineData("\"music\": \"waltz\"", "\"steps\": [{\"needs\": \"english\"}]", "queues.sales.steps[0].needs: unknown key; keys here are after, require, prefer")]
    [InlineData("\"music\": \"waltz\"", "\"steps\": [{\"require\": \"english >= three\"}]", "queues.sales.steps[0].require: at character 12: a level from 0 to 100 expected")]
    [InlineData("\"music\": \"waltz\"", "\"steps\": [{}, {\"after\": 30, \"prefer\": \"english french\"}]", "queues.sales.steps[1].prefer: at character 9: 'and', 'or' or the end expected")]
    [InlineData("\"music\": \"waltz\"", "\"steps\": [{\"after\": \"1m\"}, {\"after\": 60}]", "queues.sales.steps[1].after: a step before begins at 1m too; join the two, or let one begin later")]
    [InlineData("\"music\": \"waltz\"", "\"steps\": [{}, {\"after\": \"soon\"}]", "queues.sales.steps[1].after: \"soon\" is not a duration; write 20s, 5m, 1h30m, or seconds as a number")]
    [InlineData("\"music\": \"waltz\"", "\"steps\": [{}, {\"after\": \"25h\"}]", "queues.sales.steps[1].after: 25h is not between 0s and 24h")]
    [InlineData("\"music\": \"waltz\"", "\"reserve\": {}", "queues.sales.reserve.agents: missing")]
    [InlineData("\"music\": \"waltz\"", "\"reserve\": 2", "queues.sales.reserve: a mapping is expected, not a number")]
    [InlineData("\"music\": \"waltz\"", "\"reserve\": {\"agents\": 0}", "queues.sales.reserve.agents: 0 is not between 1 and 1000")]
    [InlineData("\"music\": \"waltz\"", "\"reserve\": {\"agents\": 1, \"min-priority\": 101}", "queues.sales.reserve.min-priority: 101 is not between -100 and 100")]
    // calendars
    [InlineData("\"teams\":", "\"calendars\": {\"b\": {\"time-zone\": \"Asia/Shangai\"}}, \"teams\":", "calendars.b.time-zone: there is no time zone \"Asia/Shangai\"; did you mean \"Asia/Shanghai\"?")]
    [InlineData("\"teams\":", "\"calendars\": {\"b\": {}}, \"teams\":", "calendars.b.time-zone: missing")]
    [InlineData("\"teams\":", "\"calendars\": {\"b\": {\"time-zone\": \"Asia/Shanghai\", \"hours\": {\"weekend\": \"09:00-12:00\"}}}, \"teams\":",
        "calendars.b.hours.weekend: not a key; mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri are expected")]
    [InlineData("\"teams\":", "\"calendars\": {\"b\": {\"time-zone\": \"Asia/Shanghai\", \"hours\": {\"mon\": [\"9-12\"]}}}, \"teams\":", "calendars.b.hours.mon[0]: \"9-12\" is not a time such as 09:00-18:00")]
    [InlineData("\"teams\":", "\"calendars\": {\"b\": {\"time-zone\": \"Asia/Shanghai\", \"holidays\": [\"2026-02-30\"]}}, \"teams\":",
        "calendars.b.holidays[0]: \"2026-02-30\" is not a date such as 2026-10-01, or with its time 2026-12-31 12:00-24:00")]
    [InlineData("\"teams\":", "\"calendars\": {\"b\": {\"time-zone\": \"Asia/Shanghai\", \"open-also\": [\"2026-02-28\"]}}, \"teams\":",
        "calendars.b.open-also: a date without times has those of the week, and the week has none")]
    // rules
    [InlineData("\"priority\": 5", "\"rules\": [{\"when\": {\"caller-in\": \"vip\"}}]", "numbers.\"4001\".rules[0].when.caller-in: there is no list \"vip\"; there are no lists")]
    [InlineData("\"priority\": 5", "\"rules\": [{\"when\": {\"hours\": \"day\"}}]", "numbers.\"4001\".rules[0].when.hours: there is no calendar \"day\"; there are no calendars")]
    [InlineData("\"priority\": 5", "\"rules\": [{\"queue\": \"sale\"}]", "numbers.\"4001\".rules[0].queue: there is no queue \"sale\"; did you mean \"sales\"?")]
    [InlineData("\"priority\": 5", "\"rules\": [{\"prefer\": [\"1009\"]}]", "numbers.\"4001\".rules[0].prefer[0]: there is no agent \"1009\"; agents are 1001, 1002")]
    [InlineData("\"priority\": 5", "\"prefer\": [\"1009\"]", "numbers.\"4001\".prefer[0]: there is no agent \"1009\"; agents are 1001, 1002")]
    [InlineData("\"priority\": 5", "\"rules\": [{\"attach\": {\"Tier\": \"gold\"}}]", "numbers.\"4001\".rules[0].attach.Tier: not a key; 1 to 32 of a-z, 0-9 and -_. are expected")]
    [InlineData("\"priority\": 5", "\"needs\": [{\"requires\": \"english\"}]", "numbers.\"4001\".needs[0].requires: unknown key; did you mean \"require\"?")]
    [InlineData("\"priority\": 5", "\"needs\": \"english >= three\"", "numbers.\"4001\".needs: at character 12: a level from 0 to 100 expected")]
    [InlineData("\"priority\": 5", "\"rules\": [{\"needs\": [{\"prefer\": \"(english\"}]}]", "numbers.\"4001\".rules[0].needs[0].prefer: at character 9: ')' expected")]
    // limits
    [InlineData("\"teams\":", "\"limits\": {\"emergency\": [\"4999\"]}, \"teams\":", "limits.emergency[0]: there is no number \"4999\"; numbers are 4000, 4001")]
    [InlineData("\"teams\":", "\"limits\": {\"calls-per-second\": 0}, \"teams\":", "limits.calls-per-second: 0 is not between 1 and 10000")]
    [InlineData("\"priority\": 5", "\"last-resort\": \"4002\"", "numbers.\"4001\".last-resort: \"4002\" is not a SIP URI such as sip:a17@127.0.0.1:7000")]
    // reasons
    [InlineData("\"break\": {\"limit\": \"15m\"}", "\"break\": {\"limit\": \"2d\"}", "reasons.break.limit: \"2d\" is not a duration; write 20s, 5m, 1h30m, or seconds as a number")]
    [InlineData("\"break\": {\"limit\": \"15m\"}", "\"break\": {\"productive\": \"yes\"}", "reasons.break.productive: true or false is expected, not text")]
    [InlineData("\"break\": {", "\"declined\": {", "reasons.declined: this key is the system's own; choose another")]
    // phones
    [InlineData("\"6001\": {\"password\": \"demo-6001\"}", "\"6001\": {}", "phones.\"6001\": a password (to register with) or a contact (where it is reached) is needed")]
    [InlineData("\"password\": \"demo-6001\"", "\"password\": \"12345\"", "phones.\"6001\".password: not as it should be: 6 to 128 characters on one line")]
    [InlineData("\"sip:a2@127.0.0.1:7000\"", "\"a2@127.0.0.1\"", "phones.\"6002\".contact: \"a2@127.0.0.1\" is not a SIP URI such as sip:a17@127.0.0.1:7000")]
    [InlineData("\"sip:a2@127.0.0.1:7000\"", "\"sip:a2@127.0.0.1:7000>\\r\\nX: y\"",
        "phones.\"6002\".contact: \"sip:a2@127.0.0.1:7000>??X: y\" is not a SIP URI such as sip:a17@127.0.0.1:7000")]
    [InlineData("\"6001\": {\"password\": \"demo-6001\"}", "\"6001\": {\"contact\": \"sip:a2@127.0.0.1:7000\"}",
        "phones.\"6002\".contact: \"sip:a2@127.0.0.1:7000\" is phone 6001's already")]
    // agents
    [InlineData("\"phone\": \"6001\"", "\"phone\": \"6099\"", "agents.\"1001\".phone: there is no phone \"6099\"; phones are 6001, 6002")]
    [InlineData("\"phone\": \"6001\", ", "", "agents.\"1001\".phone: missing")]
    [InlineData("\"team\": \"red\"", "\"team\": \"blue\"", "agents.\"1001\".team: there is no team \"blue\"; teams are red")]
    [InlineData("[\"sales\", \"support\"]", "[\"sales\", \"salse\"]", "agents.\"1001\".queues[1]: there is no queue \"salse\"; did you mean \"sales\"?")]
    [InlineData("[\"sales\", \"support\"]", "[\"sales\", \"sales\"]", "agents.\"1001\".queues[1]: \"sales\" is there twice")]
    [InlineData("[\"sales\", \"support\"]", "\"sales\"", "agents.\"1001\".queues: a list is expected, not text")]
    [InlineData("{\"queue\": \"support\", \"level\"", "{\"queue\": \"suport\", \"level\"", "agents.\"1002\".queues[1].queue: there is no queue \"suport\"; did you mean \"support\"?")]
    [InlineData("{\"queue\": \"support\", \"level\"", "{\"queue\": \"sales\", \"level\"", "agents.\"1002\".queues[1].queue: \"sales\" is there twice")]
    [InlineData("{\"queue\": \"support\", \"level\"", "{\"level\"", "agents.\"1002\".queues[1].queue: missing")]
    [InlineData("\"level\": 2", "\"level\": 101", "agents.\"1002\".queues[1].level: 101 is not between 1 and 100")]
    [InlineData("\"share\": 3", "\"share\": 0", "agents.\"1002\".queues[1].share: 0 is not between 1 and 1000")]
    [InlineData("\"share\": 3", "\"shares\": 3", "agents.\"1002\".queues[1].shares: unknown key; did you mean \"share\"?")]
    [InlineData("\"english\": 5", "\"english\": 0", "agents.\"1002\".skills.english: 0 is not between 1 and 100")]
    [InlineData("\"english\": 5", "\"english\": \"well\"", "agents.\"1002\".skills.english: a number is expected, not text")]
    [InlineData("\"english\": 5", "\"english & french\": 5", "agents.\"1002\".skills.\"english & french\": not a key; a letter, then up to 95 letters, digits and -_. (but not and, or, not, nor site. in front) are expected")]
    [InlineData("\"english\": 5", "\"1english\": 5", "agents.\"1002\".skills.\"1english\": not a key; a letter, then up to 95 letters, digits and -_. (but not and, or, not, nor site. in front) are expected")]
    [InlineData("\"english\": 5", "\"not\": 5", "agents.\"1002\".skills.not: not a key; a letter, then up to 95 letters, digits and -_. (but not and, or, not, nor site. in front) are expected")]
    [InlineData("{\"english\": 5, \"billing\": 3}", "[\"english\"]", "agents.\"1002\".skills: a mapping is expected, not a list")]
    [InlineData("\"choice\": \"share\"", "\"choice\": \"fair\"", "agents.\"1002\".choice: \"fair\" is none of first, longest-waiting, priority, share")]
    [InlineData("\"start\": \"ready\"", "\"start\": \"busy\"", "agents.\"1001\".start: \"busy\" is none of signed-out, not-ready, ready")]
    [InlineData("\"1002\": {\"phone\": \"6002\"", "\"1002\": {\"phone\": \"6001\", \"start\": \"not-ready\"", "agents.\"1002\".start: agent 1001 starts at phone 6001 already")]
    [InlineData("\"1002\": {", "\"10/02\": {", "agents.\"10/02\": not a key; 1 to 96 letters, digits and -_.@+~ are expected")]
    public void Is_told_what_is_wrong(string piece, string by, string problem)
    {
        var reading = Document.Read(Document.With(piece, by));

        Assert.Null(reading.Document);
        Assert.Empty(reading.Passwords);
        Assert.Contains(problem, reading.Problems.Select(found => found.ToString()));
    }

    [Theory]
    [InlineData("[]", "document: a mapping is expected, not a list")]
    [InlineData("7", "document: a mapping is expected, not a number")]
    [InlineData("null", "tenant: missing")]
    public void A_document_is_a_mapping(string json, string problem) => Assert.Equal([problem], Document.Read(json).Problems.Select(found => found.ToString()));

    [Fact]
    public void The_good_document_has_no_problem() => Assert.Empty(Document.Read(Document.Good).Problems);

    [Fact]
    public void A_piece_that_is_wrong_brings_no_other_problem() =>
        Assert.Single(Document.Read(Document.With("\"ring-time\": \"20s\"", "\"ring-time\": \"soon\"")).Problems);

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var bad = Document.With("\"priority\": 5", "\"priority\": 500").Replace("\"team\": \"red\"", "\"team\": \"blue\"", StringComparison.Ordinal);

        Assert.Equal(
            ["numbers.\"4001\".priority: 500 is not between -100 and 100", "agents.\"1001\".team: there is no team \"blue\"; teams are red"],
            Document.Read(bad).Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void The_list_of_problems_is_bounded()
    {
        var reading = Document.Read($$"""{"tenant": "demo", "teams": { {{string.Join(',', Enumerable.Range(0, 250).Select(n => $"\"t {n}\": {{}}"))}} } }""");

        Assert.Equal((100, 150), (reading.Problems.Count, reading.MoreProblems));
    }

    [Fact]
    public void A_section_is_bounded() => Assert.Equal(
        "reasons: 101 entries; at most 100 are allowed",
        Assert.Single(Document.Read($$"""{"tenant": "demo", "reasons": { {{string.Join(',', Enumerable.Range(0, 101).Select(n => $"\"r{n}\": {{}}"))}} } }""").Problems).ToString());

    [Fact]
    public void Skills_are_bounded() => Assert.Equal(
        "agents.\"1002\".skills: 65 entries; at most 64 are allowed",
        Assert.Single(Document.Read(Document.With("{\"english\": 5, \"billing\": 3}", $"{{{string.Join(',', Enumerable.Range(0, 65).Select(n => $"\"s{n}\": 1"))}}}")).Problems).ToString());

    [Fact]
    public void A_password_is_never_repeated()
    {
        var reading = Document.Read(Document.With("\"password\": \"demo-6001\"", "\"password\": \"hush\""));

        Assert.DoesNotContain("hush", string.Join('\n', reading.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_input_is_clipped_where_it_is_repeated() => Assert.All(
        Document.Read(Document.With("\"team\": \"red\"", $"\"team\": \"{new string('x', 5000)}\"")).Problems,
        problem => Assert.InRange(problem.ToString().Length, 1, 300));

    [Theory]
    [InlineData("\"1002\": {", "\"10/02\": {", "/agents/10~102")]
    [InlineData("[\"sales\", \"support\"]", "[\"sales\", \"sales\"]", "/agents/1001/queues/1")]
    public void A_problem_has_its_place_as_a_JSON_pointer(string piece, string by, string place) =>
        Assert.Equal(place, Assert.Single(Document.Read(Document.With(piece, by)).Problems).JsonPointer);

    [Fact]
    public void A_problem_of_a_file_says_its_line()
    {
        using var tree = System.Text.Json.JsonDocument.Parse("""{"tenant": 7, "colour": 1}""");

        var problem = Assert.Single(TenantDocumentReader.Read(tree.RootElement, lineOf: path => path == "colour" ? 12 : null).Problems);
        Assert.StartsWith("line 12: colour: unknown key", problem.ToString(), StringComparison.Ordinal);
    }
}
