using CallCenter.Actors.Calls.Callers;

namespace CallCenter.Actors.Configuration;

/// <summary>A place where agents are and calls come in.</summary>
public sealed record SiteEntry(Label Name)
{
    public const int CountMax = 16;

    /// <summary>What it costs that calls of this site are served from others, where it is not the default. Sorted by site.</summary>
    public EquatableArray<SiteCost> Costs { get; init; } = [];

    public int CostOf(string other) => Costs.Items.FirstOrDefault(cost => cost.Site == other)?.Cost ?? Locality.CostDefault;
}

/// <summary>1 to <see cref="Locality.CostMax"/>.</summary>
public sealed record SiteCost(string Site, int Cost);
