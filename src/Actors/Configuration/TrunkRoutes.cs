using System.Collections.Immutable;
using CallCenter.Actors.Calls;
using CallCenter.Actors.Calls.Callers;

namespace CallCenter.Actors.Configuration;

/// <summary>By which trunks of a tenant a number outside is reached, and how it is written for each.</summary>
public static class TrunkRoutes
{
    /// <summary>For agents, who may give callers to some numbers only; none: they may not.</summary>
    public static ImmutableArray<TrunkWay> OfTransfer(TenantDocument document, string number) =>
        To(document, number, document.Trunks.Items.Where(trunk => trunk.Transfers.Items.Any(pattern => RuleCondition.Matches(pattern, number))));

    /// <summary>
    /// How agents call a number outside, showing <paramref name="shows"/> (null: what is usual there); none: they may not, or not so. The way of each route
    /// is one of its own: who is shown, and the time after the call, are its trunk's.
    /// </summary>
    public static ImmutableArray<OutboundRoute> OfCall(TenantDocument document, string number, string? shows) =>
    [
        .. from trunk in document.Trunks.Items
           where trunk.Calls.Items.Any(pattern => RuleCondition.Matches(pattern, number)) && (shows is null || trunk.Shows.Items.Contains(shows))
           from way in To(document, number, [trunk])
           orderby trunk.Order ?? OrderMax + 1
           select new OutboundRoute(number, way, shows ?? trunk.Shows.Items.FirstOrDefault() ?? "", trunk.WrapUp ?? TrunkEntry.WrapUpDefault),
    ];

    /// <summary>The first one first, as long as no call draws among equals.</summary>
    public static ImmutableArray<TrunkWay> To(TenantDocument document, string number, IEnumerable<TrunkEntry> trunks) =>
        [.. trunks.Where(trunk => trunk.Outbound is not null).Select((trunk, place) => Way(document, trunk, number, place)).OrderBy(way => way.Order)];

    private static TrunkWay Way(TenantDocument document, TrunkEntry trunk, string number, int place) =>
        new(trunk.Id, UriThrough(trunk.Outbound!, Dialled(document, trunk, number)), trunk.Order ?? OrderMax + 1 + place, trunk.Weight ?? 1) { Payloads = trunk.Payloads };

    /// <summary>A number is written here as the tenant writes it, there as the trunk takes it.</summary>
    private static string Dialled(TenantDocument document, TrunkEntry trunk, string number)
    {
        var whole = document.Numbering?.E164(number) ?? number;
        return $"{trunk.Prefix}{(trunk.Dials == DialForm.AsIs ? number : (trunk.Numbering ?? document.Numbering)?.Dialled(whole, trunk.Dials) ?? number)}";
    }

    /// <summary>What an order that is written can be at most.</summary>
    public const int OrderMax = 100;

    /// <summary><c>sip:host:port</c> → <c>sip:number@host:port</c>; # is not allowed in a user part (RFC 3261 section 25.1).</summary>
    private static string UriThrough(string outbound, string number) =>
        $"sip:{number.Replace("#", "%23", StringComparison.Ordinal)}@{outbound["sip:".Length..]}";
}
