using System.Text.Json.Serialization;

namespace CallCenter.Actors.Configuration;

/// <summary>Where a call goes; exactly one is set. A number is one of the plan's or goes out through a trunk.</summary>
public sealed record TargetEntry(string? Queue, string? Number);

/// <summary>Overflow under one condition; the conditions are those of <see cref="Queues.OverflowRule"/>.</summary>
public sealed record OverflowEntry(TargetEntry To, TimeSpan? Wait, int? Length, int? AgentsBelow, TimeSpan For)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TimeSpan? ExpectedWait { get; init; }
}

/// <summary>What an emergency does; without a target calls are turned away.</summary>
public sealed record EmergencyEntry(TargetEntry? To, bool IsOn, bool IncludesWaiting);

/// <summary>Numbers that mean something to the rules of <see cref="NumberEntry.Rules"/>, sorted, each once.</summary>
public sealed record CustomerList(EquatableArray<string> Numbers)
{
    /// <summary>Of all lists of a tenant together.</summary>
    public const int NumbersMax = 10_000;

    public static CustomerList Of(IEnumerable<string> numbers) => new([.. numbers.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);

    public bool Has(string number) => Numbers.Items.AsSpan().BinarySearch(number, StringComparer.Ordinal) >= 0;
}
