namespace CallCenter.Cluster.Tracing;

/// <summary>Under which name the engine's spans are found by whoever exports them (OpenTelemetry: AddSource).</summary>
public static class ClusterTraces
{
    public const string SourceName = "CallCenter.Cluster";
}
