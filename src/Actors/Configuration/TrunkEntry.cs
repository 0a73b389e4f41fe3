using System.Text.Json.Serialization;

namespace CallCenter.Actors.Configuration;

/// <summary>Where calls come from without a credential (CIDR blocks), and where outside calls go.</summary>
public sealed record TrunkEntry(string Id, EquatableArray<string> Sources, string? Outbound)
{
    /// <summary>Numbers outside that agents may give their callers to through this trunk, or the beginnings of such with <c>*</c> behind.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Transfers { get; init; } = [];

    /// <summary>Numbers outside that agents may call through this trunk, in the same form.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Calls { get; init; } = [];

    /// <summary>Numbers that the tenant may show there, the usual one first; none: calls of agents are anonymous.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<string> Shows { get; init; } = [];

    /// <summary>Wrap-up of calls that agents made; null: <see cref="WrapUpDefault"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan? WrapUp { get; init; }

    public static readonly TimeSpan WrapUpDefault = TimeSpan.FromSeconds(30);

    /// <summary>Calls at once, both ways together; null: no limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? Channels { get; init; }

    /// <summary>Trunks of a lower one are tried before; null: in the order of the list, behind those that have one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? Order { get; init; }

    /// <summary>Its part of the calls among trunks of the same <see cref="Order"/>; null: 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int? Weight { get; init; }

    /// <summary>How often it is asked whether it is there; null: never, and calls find out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan? AskEvery { get; init; }

    /// <summary>The form in which it takes numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DialForm Dials { get; init; }

    /// <summary>Put before every number that it is sent; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Prefix { get; init; }

    /// <summary>How numbers are written that come from it; null: as everywhere at its tenant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Numbering? Numbering { get; init; }

    /// <summary>Payload types of its audio, the best first; none: as the other side speaks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public EquatableArray<int> Payloads { get; init; } = [];
}

/// <summary>How a number is written for a trunk. Written in journals: append only.</summary>
public enum DialForm
{
    AsIs = 0,

    /// <summary>+ and the country code first.</summary>
    E164 = 1,

    /// <summary>E.164 without its +.</summary>
    Digits = 2,

    /// <summary>As it is dialled in that country.</summary>
    National = 3,
}
