using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CallCenter.Actors.Snapshots;

namespace CallCenter.Cluster.Tests.Toys;

/// <summary>A purse that is kept: its JSON as it comes.</summary>
public static class PurseSnapshots
{
    private static readonly JsonSerializerOptions Json = new() { IncludeFields = true, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    public static readonly SnapshotForm<PurseState> Form = Of(1, purse => purse);

    public static SnapshotForm<PurseState> Of(int contract, Func<PurseState, PurseState> rebuilt) =>
        new(contract, (JsonTypeInfo<PurseState>)Json.GetTypeInfo(typeof(PurseState)), purse => rebuilt(purse with
        {
            Received = purse.Received.WithComparer(StringComparer.Ordinal),
            Greetings = purse.Greetings.WithComparer(StringComparer.Ordinal),
        }));
}
