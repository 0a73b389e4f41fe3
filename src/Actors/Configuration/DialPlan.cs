using System.Collections.Immutable;
using System.Net;
using CallCenter.Actors.Agents;
using CallCenter.Actors.Calendars;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;
using CallCenter.Actors.Calls.Dialogs;
using CallCenter.Actors.Configuration.Documents;

namespace CallCenter.Actors.Configuration;

/// <summary>
/// What an edge has to know of all tenants' documents to place a request: an immutable snapshot, replaced whole when a document changes.
/// A question that two tenants could answer is answered with nobody.
/// </summary>
public sealed class DialPlan
{
    public static readonly DialPlan Empty = new(ImmutableSortedDictionary.Create<string, TenantDocument>(StringComparer.Ordinal));

    private readonly ImmutableSortedDictionary<string, TenantDocument> tenants;
    private readonly Dictionary<string, (string Tenant, string Site)> scopes;
    private readonly ImmutableArray<(IPNetwork Block, string Tenant)> sources;
    private readonly Dictionary<string, Dictionary<string, string>> wholes;

    private DialPlan(ImmutableSortedDictionary<string, TenantDocument> tenants)
    {
        this.tenants = tenants;
        scopes = tenants.Keys.ToDictionary(tenant => LegToken.ScopeOf(tenant, ActorId.MainSite), tenant => (tenant, ActorId.MainSite), StringComparer.Ordinal);
        wholes = tenants.Values.Where(document => document.Numbering is not null).ToDictionary(document => document.Tenant, Wholes, StringComparer.Ordinal);
        sources = [.. from document in tenants.Values from trunk in document.Trunks from source in trunk.Sources where TextForm.TryBlock(source, out _) select (Block(source), document.Tenant)];
    }

    /// <summary>False until the first document.</summary>
    public bool Ready => !tenants.IsEmpty;

    public IEnumerable<string> Tenants => tenants.Keys;

    public DialPlan With(TenantDocument document) => new(tenants.SetItem(document.Tenant, Numbered(document)));

    /// <summary>The tenant whose trunk sends from this address: the narrowest block decides; none when two tenants have it.</summary>
    public string? TenantOfTrunk(IPAddress source)
    {
        var address = source.IsIPv4MappedToIPv6 ? source.MapToIPv4() : source;
        var matching = sources.Where(entry => entry.Block.Contains(address)).ToArray();
        var narrowest = matching.Length == 0 ? 0 : matching.Max(entry => entry.Block.PrefixLength);
        return TheOnly(matching.Where(entry => entry.Block.PrefixLength == narrowest).Select(entry => entry.Tenant));
    }

    /// <summary>As it is for a call that comes in at this site.</summary>
    public NumberPlan? Number(string tenant, string number, string site = ActorId.MainSite) => tenants.TryGetValue(tenant, out var document) ? Settings.OfNumber(document, number, site) : null;

    /// <summary>
    /// Where an agent gives a caller who is to be connected with this number; null: nobody is there, or it is not allowed. What it may be is text
    /// from outside.
    /// </summary>
    public TransferTarget? Transfer(string tenant, string number, string caller, DateTimeOffset now, string site = ActorId.MainSite)
    {
        if (!tenants.TryGetValue(tenant, out var document) || !TextForm.Number.Accepts(number))
        {
            return null;
        }

        if (Settings.OfNumber(document, number, site) is { } plan)
        {
            var facts = Facts(tenant, plan, caller, now);
            return new TransferTarget(number) { Plan = facts is null ? plan : plan.For(caller, facts), Facts = facts };
        }

        return TrunkRoutes.OfTransfer(document, number) is [var first, ..] ways ? new TransferTarget(number) { Uri = first.Uri, Ways = new(ways) } : null;
    }

    /// <summary>
    /// How an agent calls this number outside, showing <paramref name="shows"/> (null: the usual one), the best way first; none: it is one of ours, or not
    /// allowed. Both are text from outside.
    /// </summary>
    public ImmutableArray<OutboundRoute> Outbound(string tenant, string number, string? shows) =>
        tenants.TryGetValue(tenant, out var document) && TextForm.Number.Accepts(number) && !document.Numbers.ContainsKey(number) ? TrunkRoutes.OfCall(document, number, shows) : [];

    /// <summary>The same for a queue; null: there is none.</summary>
    public TransferTarget? TransferToQueue(string tenant, string queue) => tenants.GetValueOrDefault(tenant)?.Queues.GetValueOrDefault(queue) is { } entry
        ? new TransferTarget(queue) { Plan = new NumberPlan("", queue, AnswerMode.OnQueue, entry.Music) }
        : null;

    /// <summary>An agent to be asked by name, on the terms of the first of its queues; null: there is none, or it serves no queue.</summary>
    public TransferTarget? ConsultWith(string tenant, string agent) =>
        tenants.GetValueOrDefault(tenant) is { } document && document.Agents.GetValueOrDefault(agent)?.Queues.Items is [var queue, ..] && Settings.OfQueue(document, queue) is { } terms
            ? new TransferTarget(agent) { Agent = new AskedAgent(agent, queue, terms.RingTime, terms.RulesOfOffers() with { Together = false }) }
            : null;

    /// <summary>The number of a caller as this tenant compares and shows it, written as this trunk writes numbers.</summary>
    public string Caller(string tenant, string number, TrunkEntry? by = null) =>
        (by?.Numbering ?? tenants.GetValueOrDefault(tenant)?.Numbering)?.E164(number) ?? number;

    /// <summary>The number that is meant by one that was called, however it is written: one of the plan, else the same.</summary>
    public string Called(string tenant, string number, TrunkEntry? by) =>
        tenants.TryGetValue(tenant, out var document) && !document.Numbers.ContainsKey(number) && wholes.TryGetValue(tenant, out var known)
            && known.TryGetValue(Caller(tenant, number, by), out var meant) ? meant : number;

    /// <summary>The trunk of this tenant that sends from this address: the one of the narrowest block, of several the first.</summary>
    public TrunkEntry? TrunkAt(string tenant, IPAddress source)
    {
        var address = source.IsIPv4MappedToIPv6 ? source.MapToIPv4() : source;
        return (tenants.GetValueOrDefault(tenant)?.Trunks ?? []).Items
            .Select(trunk => (Trunk: trunk, Length: trunk.Sources.Items.Select(Block).Where(block => block.Contains(address)).Select(block => block.PrefixLength).DefaultIfEmpty(-1).Max()))
            .Where(match => match.Length >= 0).OrderByDescending(match => match.Length).Select(match => match.Trunk).FirstOrDefault();
    }

    public TrunkEntry? Trunk(string tenant, string id) => tenants.GetValueOrDefault(tenant)?.Trunks.Items.FirstOrDefault(trunk => trunk.Id == id);

    /// <summary>The trunks that calls go out by, each with its tenant.</summary>
    public IEnumerable<(string Tenant, TrunkEntry Trunk)> WaysOut =>
        from document in tenants.Values from trunk in document.Trunks.Items where trunk.Outbound is not null select (document.Tenant, trunk);

    /// <summary>Of the lists and calendars that the rules of this plan name: where the caller is, and which are open.</summary>
    public CallerFacts? Facts(string tenant, NumberPlan plan, string caller, DateTimeOffset now)
    {
        if (plan.Rules.Count == 0 || !tenants.TryGetValue(tenant, out var document))
        {
            return null;
        }

        var named = plan.Rules.Items.Select(rule => rule.When).ToList();
        return new CallerFacts(
            [.. Named(named.Select(when => when.CallerIn)).Where(list => document.Lists.GetValueOrDefault(list)?.Has(caller) ?? false)],
            [.. Named(named.SelectMany(when => new[] { when.Hours, when.Closed })).Where(calendar => document.Calendars.GetValueOrDefault(calendar)?.IsOpen(now) ?? false)]);
    }

    /// <summary>Where callers of this number are sent when nobody answers for the center; null: nowhere.</summary>
    public string? LastResort(string tenant, string number) => tenants.GetValueOrDefault(tenant)?.Numbers.GetValueOrDefault(number)?.LastResort;

    public CallLimits Limits(string tenant) => tenants.GetValueOrDefault(tenant)?.Limits ?? CallLimits.None;

    /// <summary>The tenant that has this phone: the domain's, when the domain is a tenant; else the only one that has it.</summary>
    public string? TenantOfPhone(string user, string domain) =>
        tenants.TryGetValue(domain, out var named)
            ? named.Phones.ContainsKey(user) ? domain : null
            : TheOnly(tenants.Values.Where(document => document.Phones.ContainsKey(user)).Select(document => document.Tenant));

    /// <summary>The names of the tenants that a phone of this domain may belong to: a tenant's name is its realm.</summary>
    public IReadOnlyList<string> Realms(string domain) => tenants.ContainsKey(domain) ? [domain] : [.. tenants.Keys];

    /// <summary>Under which version the secret store has this phone's credential; 0: it has none.</summary>
    public long CredentialVersion(string tenant, string phone) =>
        tenants.GetValueOrDefault(tenant)?.Phones.GetValueOrDefault(phone)?.CredentialVersion ?? 0;

    public LookupEntry? Lookup(string tenant, string lookup) => tenants.GetValueOrDefault(tenant)?.Lookups.GetValueOrDefault(lookup);

    public (string Tenant, string Site)? Scope(string scope) => scopes.TryGetValue(scope, out var owner) ? owner : null;

    /// <summary>The same with all numbers of callers in the form that they are compared in.</summary>
    private static TenantDocument Numbered(TenantDocument document) => document.Numbering is not { } numbering ? document : document with
    {
        Lists = document.Lists.ToImmutableSortedDictionary(list => list.Key, list => CustomerList.Of(list.Value.Numbers.Select(numbering.E164)), StringComparer.Ordinal),
        Numbers = document.Numbers.ToImmutableSortedDictionary(
            number => number.Key,
            number => number.Value with
            {
                Rules = [.. number.Value.Rules.Items.Select(rule => rule with { When = rule.When with { Caller = [.. rule.When.Caller.Items.Select(numbering.Pattern)] } })],
            },
            StringComparer.Ordinal),
    };

    /// <summary>A tenant's own numbers by their E.164.</summary>
    private static Dictionary<string, string> Wholes(TenantDocument document)
    {
        Dictionary<string, string> numbers = new(StringComparer.Ordinal);
        foreach (var number in document.Numbers.Keys.Where(number => document.Numbering!.E164(number).StartsWith('+')))
        {
            numbers.TryAdd(document.Numbering!.E164(number), number);
        }

        return numbers;
    }

    private static IEnumerable<string> Named(IEnumerable<string?> names) => names.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static string? TheOnly(IEnumerable<string> tenants) => tenants.Distinct(StringComparer.Ordinal).Take(2).ToArray() is [var only] ? only : null;

    private static IPNetwork Block(string source) => TextForm.TryBlock(source, out var block) ? block : default;
}
