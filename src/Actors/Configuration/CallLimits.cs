namespace CallCenter.Actors.Configuration;

/// <summary>How many new calls of a tenant are taken, and which always are.</summary>
/// <param name="PerSecond">By each edge; null: no limit of the tenant's own.</param>
/// <param name="Burst">At once, before that rate holds; null: as many as in a second.</param>
/// <param name="Emergency">Numbers of ours whose calls nobody refuses for load (RELIABILITY C10).</param>
public sealed record CallLimits(int? PerSecond, int? Burst, EquatableArray<string> Emergency)
{
    public static readonly CallLimits None = new(null, null, []);
}
